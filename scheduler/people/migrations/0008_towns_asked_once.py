from django.db import migrations

from scheduler.people.policies import town_ids


class Migration(migrations.Migration):
    dependencies = [("people", "0007_towns")]

    operations = [migrations.RunSQL(one.sql, migrations.RunSQL.noop) for one in town_ids()]
