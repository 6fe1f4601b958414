"""Everything one running emulator holds: options, objects, journal, faults, switches."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .control.faults import Faults
from .control.journal import Journal
from .control.switches import Switches
from .generator import Catalogue
from .options import Options
from .places import Commune, load_communes
from .store import Store


@dataclass(slots=True)
class World:
    """The state of one emulator; each app has its own."""

    options: Options
    store: Store
    communes: Mapping[str, Commune]
    journal: Journal = field(default_factory=Journal)
    faults: Faults = field(default_factory=Faults)
    switches: Switches = field(default_factory=Switches)


def make_world(options: Options) -> World:
    """Generate the catalogue and index it. Raises `MissingData` when the communes are not installed."""
    communes = load_communes(options.communes)
    store = Store(options.size)
    store.fill(Catalogue(options.size, options.seed, options.today, communes))
    return World(options, store, {commune.insee: commune for commune in communes})
