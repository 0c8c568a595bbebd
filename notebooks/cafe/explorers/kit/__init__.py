"""What pictures are drawn with, and the panel of controls beside them (README.md).

panel        what every explorer is           live     one that shows an account
svg          small functions that draw        charts   the frame of a chart
graph_layout, falling    people and cards; reads as drops
console, calls           the console's forms; a call as one types it
words        numbers and times                standalone    a picture in other pages
"""
