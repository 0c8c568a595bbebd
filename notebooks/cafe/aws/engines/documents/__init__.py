"""Documents as MongoDB keeps, finds, changes and summarises them.

How it is built, from the outside in:

    commands      what a server answers, as it travels
    store         databases and collections    collection   documents, and what is done
    planning      how documents are found      indexes      keys in order
    matching      what a filter lets through   projection   which fields are shown
    updating      an update's paths            update_operators  $set and its sisters
    aggregation   a pipeline of stages         expressions  what a stage computes
    bson          a document's bytes           ordering     which value comes first
    limits        what may be kept             refused      what the engine says no with
"""
