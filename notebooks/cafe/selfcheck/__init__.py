"""Questions and exercises that are checked at once.

    begin("02")                   begin a lesson anew, in its first cell
    quiz("02")                    the self-check that ends a lesson
    quiz("02", 2)                 a second one, with other questions
    predict("02b.p01")            a prediction, made before a cell is run
    practise("01.q13")            one question in the middle of a lesson
    check("01.total", answer)     an exercise; hint(...) and solution(...) help
    diagnostic()                  eight questions that say where to start
    review()                      what was missed comes back, spaced over the days
    case_cards()                  fourteen scenes, each with the service that fits
    exam()                        a practice exam of 20 questions, with time if wanted
    exam("architect")             a second one, of 30, from both parts of the course
    certificate("your name")      a picture for whoever has finished the course
    glossary("quorum")            what the terms of the lessons mean
    cheat_sheet()                 every service on one page
    course_map()                  the lessons, and how far you are in each
    export_progress()             your progress in one file; import_progress()
    progress                      what was answered so far: a file

A name is loaded when it is first used, so that a lesson opens fast.

What gives a name is called like it, and what gives %%sql is sql.py. What stands behind:

    questions   grading    a question and an answer in, a verdict out
                answers    an answer in words, and as its inputs take it
                kept, deck    what an answer came to; what comes back, and when
                progress_document    what the file of progress holds, and merges
                exam_paper, exam_report    an exam without its widget: what is asked
                                           and how many are right; the score in words
                view, plain_text    questions as widgets; as text
    exercises   python_checker, sql_checker    an answer in, a verdict out: what is
                wrong with it; the reply to a known slip stands beside the exercise
                verdict    what a check says
                values, time_limit    of Python: values compared; endless loops stopped
                bell, endless_iterators    a timer or a thread; what lets it be heard
                isolation             what an answer changes of Python is put back
                memory_limit          of both: no value as large as the machine
                last_resort           what nothing stops ends with the kernel
                error_advice, beyond    a word on an error; on what AWS alone takes
                statements, sql_result, sql_table    of SQL: a text, its rows, as shown
                sql_advice, sql_refusal    a word on an answer; on what is refused
                sql_postgresql    %%sql on a real PostgreSQL, in a lab
    lessons     out_of_turn    a word on a cell that was run before its turn
"""

import sys

from ..lazy import LazyPackage

HOMES = {  # the file that gives each name
    "begin": "begin",
    "quiz": "quiz",
    "predict": "quiz",
    "practise": "practise",
    "check": "check",
    "hint": "check",
    "solution": "check",
    "diagnostic": "diagnostic",
    "review": "review",
    "case_cards": "case_cards",
    "exam": "exam",
    "certificate": "certificate",
    "glossary": "glossary",
    "cheat_sheet": "cheat_sheet",
    "course_map": "course_map",
    "export_progress": "progress",
    "import_progress": "progress",
    "progress": "progress",
}
__all__ = [*HOMES]
sys.modules[__name__].__class__ = LazyPackage
