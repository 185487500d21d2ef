from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_account_code_made")]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=[
                    ("enrolled", "Enrolled"),
                    ("submission_reviewed", "Project reviewed"),
                    ("account_code_made", "Code for a new password"),
                    ("consent_answered", "Guardian's decision"),
                    ("credential_ready", "Certificate ready"),
                ],
                max_length=40,
            ),
        ),
    ]
