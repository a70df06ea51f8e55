"""What authors write: the rulebook and the cases. Frozen types, no I/O."""

from generator.model.regelbok import (
    Faktum,
    Regel,
    Regelbok,
    Regelbokhode,
    Stegregel,
    Stegspec,
    Strategi,
    Uklarhet,
)
from generator.model.sak import (
    SPORSMALSTYPER,
    Handlingssporsmal,
    Handlingsvalg,
    Lesning,
    Modul,
    Opplysning,
    Sak,
    Stegsporsmal,
    Stegvalg,
)
from generator.model.words import SKJONN, UKJENT, Fakta, Ord

__all__ = [
    "SKJONN",
    "SPORSMALSTYPER",
    "UKJENT",
    "Fakta",
    "Faktum",
    "Handlingssporsmal",
    "Handlingsvalg",
    "Lesning",
    "Modul",
    "Opplysning",
    "Ord",
    "Regel",
    "Regelbok",
    "Regelbokhode",
    "Sak",
    "Stegregel",
    "Stegspec",
    "Stegsporsmal",
    "Stegvalg",
    "Strategi",
    "Uklarhet",
]
