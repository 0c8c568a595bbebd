"""A SQL exercise, read from its file in data/exercises/.

The file has the fields of SqlExercise; `[[right]]` are answers unlike its solution,
`[[wrong]]` its wrong ones. Its variants are hidden copies beside the usual ones; with
`usual_variants = false`, they are all.
"""

from ..files import read_toml
from .hidden_data import USUAL
from .kinds import Probe, Right, SqlExercise, Variant, Wrong


def read_sql_exercise(id):
    """The SqlExercise called `id`; TypeError names a key that it does not know."""
    told = read_toml(f"exercises/{id}.toml")
    usual = USUAL if told.pop("usual_variants", True) else ()
    return SqlExercise(
        id=id,
        hints=tuple(told.pop("hints")),
        variants=usual + tuple(Variant(**each) for each in told.pop("variants", ())),
        probes=tuple(Probe(**each) for each in told.pop("probes", ())),
        right_answers=tuple(Right(**each) for each in told.pop("right", ())),
        wrong_answers=tuple(Wrong(**each) for each in told.pop("wrong")),
        **told,
    )
