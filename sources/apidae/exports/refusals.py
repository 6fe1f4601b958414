"""Why an export is not applied: one code for each reason, with a sentence for the operator."""

from __future__ import annotations

from types import MappingProxyType

SENTENCES = MappingProxyType(
    {
        "APIDAE_ERROR": "Apidae could not make the export.",
        "UNKNOWN_PROJECT": "The notification is for another project.",
        "FOREIGN_HOST": "An address of the notification is not on a host of APIDAE_EXPORT_HOSTS.",
        "NOT_FETCHED": "The zip could not be fetched for a day.",
        "INTERNAL": "A fault of the gateway stopped it for a day: see its log.",
        "NO_ZIP": "The file is no zip, or it is cut off.",
        "TOO_LARGE": "The zip, or a file in it, is larger than allowed.",
        "TOO_MANY_FILES": "The zip holds more files than allowed.",
        "BOMB": "A file in the zip grows more than JSON can.",
        "UNSAFE_NAME": "A file in the zip would lie outside of it, is no plain file, or is there twice.",
        "ENCRYPTED": "A file in the zip is encrypted or packed in an unknown way.",
        "DAMAGED": "A file in the zip is damaged.",
        "BAD_JSON": "A file in the zip is not the JSON that is expected of its name.",
        "XML_FLAVOUR": "The export is in XML: choose JSON in the project's settings at Apidae.",
        "NO_CONTENT": "Nothing in the zip has the name of a file of an export.",
        "REFERENCES_MISSING": "Communes or criteria are not in the zip, and Apidae's API does not give them.",
        "TOO_FEW_OBJECTS": "Less than half of the catalogue would be left. If that is right, apply the zip "
        "by hand: python -m gateway sync apidae --zip FILE --full.",
    }
)


class BadExport(Exception):  # noqa: N818  # a verdict on a file, not a fault of ours
    """An export that is not applied; `reason` is a key of `SENTENCES`, nothing of the file is in it."""

    def __init__(self, reason: str) -> None:
        """A reason above."""
        super().__init__(f"{reason}: {SENTENCES[reason]}")
        self.reason = reason
