"""A vault, a plan and a selection, as the tests of AWS Backup need them."""

from cafe import aws

ROLE = "arn:aws:iam::123456789012:role/backup"
KEEP = {"DeleteAfterDays": 7}


class Cellar:
    """An account's AWS Backup with a vault here and one in another Region."""

    def __init__(self, account, region="eu-west-1", other="eu-central-1"):
        self.account, self.clock = account, account.clock
        self.backup = aws.Session(region, account=account).client("backup")
        self.other = aws.Session(other, account=account).client("backup")
        self.vault = self.backup.create_backup_vault(BackupVaultName="cellar")
        self.far = self.other.create_backup_vault(BackupVaultName="far")

    def plan(self, *rules, name="plan", **selection):
        """A plan with these rules for what is selected; its id."""
        answer = self.backup.create_backup_plan(
            BackupPlan={"BackupPlanName": name, "Rules": list(rules)}
        )
        self.select(answer["BackupPlanId"], **selection or {"Resources": ["*"]})
        return answer["BackupPlanId"]

    def select(self, plan_id, **selection):
        """Add a selection to a plan; its id."""
        asked = {"SelectionName": "all", "IamRoleArn": ROLE} | selection
        return self.backup.create_backup_selection(
            BackupPlanId=plan_id, BackupSelection=asked
        )["SelectionId"]

    def start(self, arn, **settings):
        """Start a job on demand; its id."""
        asked = {"BackupVaultName": "cellar", "ResourceArn": arn, "IamRoleArn": ROLE}
        return self.backup.start_backup_job(**asked | settings)["BackupJobId"]

    def save(self, arn, **settings):
        """Back a resource up now; the recovery point's ARN."""
        job = self.start(arn, **settings)
        self.clock.advance(minutes=20)
        answer = self.job(job)
        assert answer["State"] == "COMPLETED", answer
        return answer["RecoveryPointArn"]

    def job(self, job_id):
        return self.backup.describe_backup_job(BackupJobId=job_id)

    def copy(self, point, **settings):
        """Start to copy a recovery point to the other Region; the job's id."""
        return self.backup.start_copy_job(
            RecoveryPointArn=point, SourceBackupVaultName="cellar",
            DestinationBackupVaultArn=self.far["BackupVaultArn"], IamRoleArn=ROLE,
            **settings,
        )["CopyJobId"]  # fmt: skip

    def points(self):
        """What is in the vault, the latest first."""
        return _in(self.backup, "cellar")

    def far_points(self):
        return _in(self.other, "far")

    def restore(self, point, client=None, **metadata):
        """Restore and wait; the job as it is described in the end."""
        client = client or self.backup
        job = client.start_restore_job(
            RecoveryPointArn=point, Metadata=metadata, IamRoleArn=ROLE
        )["RestoreJobId"]
        self.clock.advance(minutes=45)
        return client.describe_restore_job(RestoreJobId=job)


def rule(name="daily", when="cron(0 5 * * ? *)", keep=KEEP, **other):
    """A backup rule that keeps seven days, unless told otherwise."""
    asked = {"RuleName": name, "TargetBackupVaultName": "cellar",
             "ScheduleExpression": when, "Lifecycle": keep}  # fmt: skip
    return asked | other


def tell_all(account, arn):
    """Make every call of the `backup` client once; `arn` is an RDS instance's."""
    cellar = Cellar(account)
    backup, here = cellar.backup, {"BackupVaultName": "cellar"}
    backup.describe_backup_vault(**here)
    backup.list_backup_vaults()
    far = {"DestinationBackupVaultArn": cellar.far["BackupVaultArn"]}
    plan = {"BackupPlanId": cellar.plan(rule(CopyActions=[far]), Resources=[arn])}
    assert backup.get_backup_plan(**plan)["BackupPlan"]["Rules"][0]["RuleId"]
    selection = plan | {"SelectionId": cellar.select(
        plan["BackupPlanId"], SelectionName="tagged", Conditions={"StringEquals": [
            {"ConditionKey": "aws:ResourceTag/a", "ConditionValue": "b"}]},
    )}  # fmt: skip
    backup.get_backup_selection(**selection)
    backup.list_backup_selections(**plan)
    backup.delete_backup_selection(**selection)
    backup.stop_backup_job(BackupJobId=cellar.start(arn))
    account.clock.advance(days=1)
    backup.update_backup_plan(
        BackupPlan={"BackupPlanName": "new", "Rules": [rule()]}, **plan
    )
    point = {"RecoveryPointArn": cellar.points()[0]["RecoveryPointArn"]} | here
    _tell_of_points(cellar, point, arn)
    _tell_of_vaults(cellar, plan)


def _tell_of_points(cellar, point, arn):
    backup = cellar.backup
    job = backup.list_backup_jobs()["BackupJobs"][0]
    backup.describe_backup_job(BackupJobId=job["BackupJobId"])
    backup.list_backup_plans()
    backup.describe_recovery_point(**point)
    backup.list_recovery_points_by_resource(ResourceArn=arn)
    backup.list_protected_resources()
    backup.describe_protected_resource(ResourceArn=arn)
    backup.update_recovery_point_lifecycle(Lifecycle={"DeleteAfterDays": 30}, **point)
    copy = cellar.copy(point["RecoveryPointArn"])
    cellar.clock.advance(hours=1)
    backup.describe_copy_job(CopyJobId=copy)
    backup.list_copy_jobs()
    metadata = backup.get_recovery_point_restore_metadata(**point)["RestoreMetadata"]
    name = {"DBInstanceIdentifier": "from-cellar"}
    cellar.restore(point["RecoveryPointArn"], **metadata | name)
    backup.list_restore_jobs()


def _tell_of_vaults(cellar, plan):
    backup, here = cellar.backup, {"BackupVaultName": "cellar"}
    vault = {"ResourceArn": cellar.vault["BackupVaultArn"]}
    backup.tag_resource(Tags={"team": "tills"}, **vault)
    backup.list_tags(**vault)
    backup.untag_resource(TagKeyList=["team"], **vault)
    backup.put_backup_vault_lock_configuration(ChangeableForDays=3, **here)
    backup.describe_backup_vault(**here)
    backup.delete_backup_vault_lock_configuration(**here)
    for each in backup.list_backup_selections(**plan)["BackupSelectionsList"]:
        backup.delete_backup_selection(SelectionId=each["SelectionId"], **plan)
    backup.delete_backup_plan(**plan)
    for each in cellar.points():
        backup.delete_recovery_point(
            RecoveryPointArn=each["RecoveryPointArn"], **here
        )
    backup.delete_backup_vault(**here)


def _in(client, vault):
    return client.list_recovery_points_by_backup_vault(BackupVaultName=vault)[
        "RecoveryPoints"
    ]
