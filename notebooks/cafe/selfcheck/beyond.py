"""What AWS takes and this small AWS does not: no fault of an answer, and no try.

    beyond("… Unknown parameter in input: \"StorageType\" …")   a sentence, or None

Only what learners of these exercises write is listed. See the API references of RDS,
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/, EC2, Backup and DynamoDB.
"""

import re
from difflib import get_close_matches

#: Arguments that boto3's calls take, and the small AWS knows none of.
ARGUMENTS = set(
    """
    AutoMinorVersionUpgrade CACertificateIdentifier CharacterSetName
    CopyTagsToSnapshot DBClusterParameterGroupName DBParameterGroupName
    DBSecurityGroups DBSubnetGroupName DatabaseInsightsMode
    DedicatedLogVolume DeletionProtection EnableCloudwatchLogsExports
    EnableIAMDatabaseAuthentication EnablePerformanceInsights EngineLifecycleSupport
    Iops KmsKeyId LicenseModel ManageMasterUserPassword MaxAllocatedStorage
    MonitoringInterval MonitoringRoleArn NetworkType OptionGroupName
    PerformanceInsightsKMSKeyId PerformanceInsightsRetentionPeriod Port
    PreferredBackupWindow PreferredMaintenanceWindow RestoreType
    ServerlessV2ScalingConfiguration StorageThroughput StorageType
    BacktrackWindow EnableHttpEndpoint Tags

    DryRun GroupName Ipv6Ranges PrefixListIds
    SourceSecurityGroupName SourceSecurityGroupOwnerId TagSpecifications

    CompletionWindowMinutes CopyActions CreatorRequestId EnableContinuousBackup
    NotResources RecoveryPointTags ScheduleExpressionTimezone StartWindowMinutes
    """.split()
)
UNKNOWN = re.compile(r'Unknown parameter in (?:\S+): "(\w+)", must be one of: ([^\n]+)')
TIME_AS_TEXT = re.compile(
    r"Invalid type for parameter (\w*Time), value: (\d{4}-\d\d-\d\d\S*), type: <class"
    r" 'str'>"
)
#: Classes of instances that AWS offers or did, by family and size.
CLASS = re.compile(
    r"Invalid DB Instance class: (db\.(?:t[234]g?|[mr][4-8](?:g|i|gd|id|d)?|x[12]\w*)"
    r"\.(?:micro|small|medium|large|\d*xlarge))\. This small AWS has: ([^\n]+)"
)
COMPARED = re.compile(r"Invalid type for parameter \w+Expression, value: (True|False),")
#: What MySQL or psycopg take; the engine behind is another one.
FORMS = (
    (
        re.compile(r"Type with name ((?:LONG|MEDIUM|TINY)TEXT)", re.IGNORECASE),
        "Write TEXT.",
    ),
    (re.compile(r'syntax error at or near "(?i:(AFTER))"'), "Leave it out."),
    (re.compile(r'syntax error at or near "(?i:(FIRST))"'), "Leave it out."),
    (
        re.compile(r"permission denied: (SET) "),
        "Leave SET and USE out, and write cafe.orders.",
    ),
    (re.compile(r"(?:has no|no attribute) '(cursor)'"), "Call connection.execute(…)."),
)


def beyond(told):
    """What to do instead, when `told` refuses what AWS takes; else None."""
    unknown = UNKNOWN.findall(told)
    if unknown and all(name in ARGUMENTS for name, _ in unknown):
        names = ", ".join(dict.fromkeys(name for name, _ in unknown))
        form = "IpPermissions" if "IpPermissions" in unknown[0][1] else ""
        instead = f"Write {form}." if form else "Leave it out."
        return f"AWS takes {names}, and this small AWS does not. {instead}"
    if found := TIME_AS_TEXT.search(told):
        return (
            f"AWS takes {found[1]} as a text, and this small AWS does not. Give it a"
            " datetime."
        )
    if found := CLASS.search(told):
        return (
            f"AWS may offer {found[1]}, and this small AWS does not. It has {found[2]}."
        )
    for form, instead in FORMS:
        if found := form.search(told):
            word = next(filter(None, found.groups()))
            return f"The real service takes {word}, and ours does not. {instead}"
    return None


def did_you_mean(told):
    """What is probably meant by a refused argument, as a sentence, or ""."""
    if found := COMPARED.search(told):
        return f"== compares at once and gives {found[1]}. A condition is .eq(…)."
    for name, known in UNKNOWN.findall(told):
        names = {each.lower(): each for each in known.split(", ")}
        if near := get_close_matches(name.lower(), names, 1):
            return f"Did you mean {names[near[0]]}?"
    return ""
