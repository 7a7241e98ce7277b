# The application sets the database URL: there is nothing to set here.

[alembic]
# file_template = %%(rev)s_%%(slug)s
# revision_environment = false
# revision_ids = sequential   (0001, 0002, … instead of random ids)

[loggers]
keys = root,sqlalchemy,alembic,flask_migrate

[logger_root]
level = WARN
handlers = console

[logger_sqlalchemy]
level = WARN
handlers =
qualname = sqlalchemy.engine

[logger_alembic]
level = INFO
handlers =
qualname = alembic

[logger_flask_migrate]
level = INFO
handlers =
qualname = flask_migrate

[handlers]
keys = console

[handler_console]
class = StreamHandler
args = (sys.stderr,)
formatter = generic

[formatters]
keys = generic

[formatter_generic]
format = %(levelname)-5.5s [%(name)s] %(message)s
datefmt = %H:%M:%S
