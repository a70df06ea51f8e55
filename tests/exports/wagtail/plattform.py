"""A learning platform with everything in one folder: Wagtail with wagtail-lms, on SQLite.

`plattform.py FOLDER sett-opp` makes the tables, an editor and a learner; `plattform.py FOLDER PORT` serves it; and
`plattform.py FOLDER kurs` makes a course of the package that was uploaded, and prints the number of its lesson.
Nothing of it is imported before it is run: Django wants its settings first.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
EDITOR, LEARNER, PASSWORD = "redaktor", "laerling", "øvelse gjør mester"
APPS = [
    "wagtail_lms",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtail.sites",
    "wagtail.contrib.settings",
    "modelcluster",
    "taggit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]


class WithoutMigrations:
    """The tables as the models have them now: a hundred steps of history would take most of the time."""

    def __contains__(self, _: str) -> bool:
        return True

    def __getitem__(self, _: str) -> None:
        return None


class Addresses:
    """To log in, the editor's side, and wagtail-lms."""

    urlpatterns: list[object]

    @classmethod
    def find(cls) -> None:
        from django.contrib.auth.views import LoginView  # noqa: PLC0415
        from django.http import HttpResponse  # noqa: PLC0415
        from django.urls import include, path  # noqa: PLC0415

        cls.urlpatterns = [
            path("inn/", LoginView.as_view()),
            path("inne/", lambda request: HttpResponse(f"<p>{request.user.get_full_name()}</p>")),
            path("admin/", include("wagtail.admin.urls")),
            path("lms/", include("wagtail_lms.urls")),
        ]


def configure(folder: Path) -> None:
    import django  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415

    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "plattform.sqlite3"}},
        DEBUG=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=APPS,
        LANGUAGE_CODE="nb",
        LOGIN_REDIRECT_URL="/inne/",
        LOGIN_URL="/inn/",
        MEDIA_ROOT=folder / "media",
        MEDIA_URL="/media/",
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        MIGRATION_MODULES=WithoutMigrations(),
        ROOT_URLCONF=Addresses,
        SECRET_KEY="bare til prøve",
        STATIC_URL="/static/",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [HERE / "maler"],
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        USE_TZ=True,
        WAGTAIL_SITE_NAME="Plattform",
        WAGTAILADMIN_BASE_URL="http://127.0.0.1",
    )
    django.setup()
    Addresses.find()


def set_up() -> None:
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from wagtail.models import Collection, Locale, Page  # noqa: PLC0415

    call_command("migrate", run_syncdb=True, verbosity=0)
    Locale.objects.create(language_code="nb")
    Collection.add_root(name="Root")
    Page.add_root(title="Root", slug="root")
    users = get_user_model().objects
    users.create_superuser(EDITOR, password=PASSWORD)
    users.create_user(LEARNER, password=PASSWORD, first_name="Kåre", last_name="Ærlig")


def make_course() -> int:
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from wagtail.models import Page  # noqa: PLC0415
    from wagtail_lms.models import CourseEnrollment, CoursePage, SCORMLessonPage, SCORMPackage  # noqa: PLC0415

    course = Page.get_first_root_node().add_child(instance=CoursePage(title="Enhetlig", slug="enhetlig"))
    lesson = course.add_child(
        instance=SCORMLessonPage(title="Saker", slug="saker", scorm_package=SCORMPackage.objects.get())
    )
    CourseEnrollment.objects.create(user=get_user_model().objects.get(username=LEARNER), course=course)
    return lesson.pk


def main(folder: Path, what: str) -> None:
    configure(folder)
    if what == "sett-opp":
        set_up()
    elif what == "kurs":
        print(make_course())
    else:
        from django.core.management import call_command  # noqa: PLC0415

        # One request at a time: wagtail-lms 0.11 saves the whole attempt for each value that is set, so that two at
        # once may undo each other, whatever package they come from.
        call_command("runserver", f"127.0.0.1:{what}", use_reloader=False, use_threading=False, skip_checks=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
