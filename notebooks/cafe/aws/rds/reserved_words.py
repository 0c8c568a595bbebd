"""Words of each engine's SQL, which name no master user and no database.

https://www.postgresql.org/docs/current/sql-keywords-appendix.html
https://dev.mysql.com/doc/refman/8.4/en/keywords.html
"""

POSTGRES = frozenset(
    """
    admin all analyse analyze and any array as asc asymmetric both case cast check
    collate column constraint create current_catalog current_date current_role
    current_time current_timestamp current_user default deferrable desc distinct do
    else end except false fetch for foreign from grant group having in initially
    intersect into lateral leading limit localtime localtimestamp not null offset on
    only or order placing primary references returning select session_user some
    symmetric system_user table then to trailing true union unique user using variadic
    when where window with
    """.split()
)
MYSQL = frozenset(
    """
    accessible add all alter analyze and as asc asensitive before between bigint binary
    blob both by call cascade case change char character check collate column condition
    constraint continue convert create cross cube cume_dist current_date current_time
    current_user cursor database databases day_hour day_minute day_second dec decimal
    declare default delayed delete dense_rank desc describe deterministic distinct
    distinctrow div double drop dual each else elseif empty enclosed escaped except
    exists exit explain false fetch first_value float float4 float8 for force foreign
    from fulltext function generated get grant group grouping groups having
    high_priority hour_minute hour_second if ignore in index infile inner inout
    insensitive insert int int1 int2 int3 int4 int8 integer intersect interval into is
    iterate join json_table key keys kill lag last_value lateral lead leading leave left
    like limit linear lines load localtime localtimestamp lock long longblob longtext
    loop low_priority match maxvalue mediumblob mediumint mediumtext middleint
    minute_second mod modifies natural not nth_value ntile null numeric of on optimize
    optimizer_costs option optionally or order out outer outfile over partition
    percent_rank precision primary procedure purge range rank read reads read_write real
    recursive references regexp release rename repeat replace require resignal restrict
    return revoke right rlike row rows row_number schema schemas select sensitive
    separator set show signal smallint spatial specific sql sqlexception sqlstate
    sqlwarning ssl starting stored straight_join system table terminated then tinyblob
    tinyint tinytext to trailing trigger true undo union unique unlock unsigned update
    usage use using utc_date utc_time utc_timestamp values varbinary varchar
    varcharacter varying virtual when where while window with write xor year_month
    zerofill
    """.split()
)
