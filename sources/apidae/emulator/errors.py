"""Refusals of the API: a message as plain text, or an `errorType` and a message as JSON."""

BAD_REQUEST = "RECHERCHE_BAD_REQUEST"
ACCESS_DENIED = "PROJET_ACCESS_DENIED"
NOT_FOUND = "OBJET_TOURISTIQUE_NOT_FOUND"
"""Only the last is documented; the first two are inventions of this emulator."""


class ApiError(Exception):
    """A refusal: status, message, and the `errorType` when the answer is JSON."""

    def __init__(self, status: int, message: str, error_type: str = "") -> None:
        super().__init__(message)
        self.status, self.message, self.error_type = status, message, error_type


def bad_request(message: str) -> ApiError:
    """An error in the request, told as JSON."""
    return ApiError(404, message, BAD_REQUEST)


def bad_text(message: str) -> ApiError:
    """An error in the request, told as text."""
    return ApiError(404, message)
