import django.db.models.deletion
import foundation.kernel.clock
import foundation.kernel.ids
from django.conf import settings
from django.db import migrations, models


# Who asked stands in the record of deeds alone.
SAID = """
    INSERT INTO projects_asking (id, created_at, mentorship_id, person_id, reason, words)
    SELECT gen_random_uuid(), m.ended_at, m.id, who.actor_id, m.reason, m.words
      FROM projects_mentorship m
      JOIN LATERAL (SELECT r.actor_id FROM audit_record r JOIN accounts_user u ON u.id = r.actor_id
                     WHERE r.subject_id = m.id AND r.action = 'mentorship.let_go'
                     ORDER BY r.id DESC LIMIT 1) who ON true
     WHERE m.ending = 'team' AND m.reason <> ''
"""


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0020_withdrawal'),
        ('audit', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Asking',
            fields=[
                ('id', models.UUIDField(default=foundation.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=foundation.kernel.clock.now, editable=False, verbose_name='created at')),
                ('reason', models.CharField(choices=[('no_answers', 'We wait too long for answers'), ('language', 'We don’t understand each other’s language'), ('subject', 'Our project needs other knowledge'), ('uncomfortable', 'We don’t feel comfortable'), ('other', 'Another reason')], max_length=16, verbose_name='reason')),
                ('words', models.TextField(blank=True, default='', verbose_name='words')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone at')),
                ('mentorship', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='askings', to='projects.mentorship', verbose_name='mentorship')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
            ],
            options={
                'verbose_name': 'request for another mentor',
                'verbose_name_plural': 'requests for another mentor',
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('mentorship',), name='projects_one_asking')],
            },
        ),
        migrations.RunSQL(SAID, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name='mentorship',
            name='reason',
        ),
        migrations.RemoveField(
            model_name='mentorship',
            name='words',
        ),
    ]
