from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0010_handed'),
    ]

    operations = [
        migrations.AlterField(
            model_name='report',
            name='reason',
            field=models.CharField(choices=[('unkind', 'Unkind or hurtful words'), ('unsafe', 'Something feels unsafe'), ('contact', 'Contact outside Jisr'), ('private_questions', 'Questions about private things'), ('uncomfortable', 'I don’t feel comfortable with this person'), ('unfair', 'An unfair review'), ('other', 'Something else')], max_length=20, verbose_name='reason'),
        ),
        migrations.AlterField(
            model_name='report',
            name='words',
            field=models.TextField(blank=True, default='', verbose_name='words'),
        ),
    ]
