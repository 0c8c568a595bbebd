"""\
A cup of coffee costs 3 euros. Write `price(cups)`: it returns what so many cups
cost."""

from ..kinds import PythonExercise

exercise = PythonExercise(
    id="00.cups",
    objective="00.i",
    difficulty=1,
    learned="That is all there is to an exercise: from now on you know how.",
    prompt=__doc__,
    hints=(
        "Put your answer in place of the three dots. It begins with `return`.",
        "Two cups cost 2 * 3 euros. In Python, * multiplies.",
        "The whole line is: return cups * 3",
    ),
    cases=((1,), (2,), (10,), (0,)),
)


@exercise.right
def price(cups):
    return cups * 3


@exercise.wrong(
    "should give 6; it gave 3.", "That is one cup: multiply by the number of cups."
)
def costs_one_cup_only(cups):
    return 3


@exercise.wrong(
    "should give 3; it gave 1.", "That is the number of cups: multiply it by the price."
)
def counts_the_cups(cups):
    return cups


@exercise.wrong(
    "should give 3; it gave 4.",
    "That adds 3 euros once. Each cup costs 3 euros: multiply.",
)
def adds_instead_of_multiplying(cups):
    return cups + 3


@exercise.wrong(
    "should give 6; it gave 9.", "Two stars raise to a power; one star multiplies."
)
def raises_to_a_power(cups):
    return 3**cups


@exercise.wrong(
    "should give 3; it gave '3'", 'In quotes, "3" is text. Write 3 without them.'
)
def multiplies_by_a_text(cups):
    return cups * "3"


@exercise.wrong("it gave nothing back. It printed '3': use return instead of print.")
def prints_instead_of_returning(cups):
    print(cups * 3)
