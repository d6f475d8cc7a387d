"""Every write of the web part stands in the journal, and nothing about the dead is ever deleted.

Read off the source, so that a new write which forgets its entry cannot go unseen; what an act
writes, and that both stand or fall together, is tested where the act is.
"""

from __future__ import annotations

from django.apps import apps
from django.db import models

from tests.web.writes import functions, is_journalled, reaches_the_journal

NO_ENTRY = {
    "antigone.web.accounts.models.people.UserManager.create_user": "its service records it",
    "antigone.web.accounts.sessions.begin_session": "where somebody is signed in; no act on a record",
    "antigone.web.accounts.sessions.forget_session": "as above",
    "antigone.web.accounts.sessions.note_presence": "as above",
    "antigone.web.accounts.throttle.count_attempt": "how often somebody failed is forgotten within hours",
    "antigone.web.accounts.throttle.forget_attempts": "as above",
    "antigone.web.journal.services._append": "it is the journal",
    "antigone.web.matching.work.Progress.__call__": "how far a run is: no act of anybody",
    "antigone.web.matching.work.compare": "the run was recorded when it was started",
    "antigone.web.records.imports.upload_file": "nothing is part of the record yet",
    "antigone.web.records.uploads.forget_uploads": "as above",
    "antigone.web.exchange.intake.receive_file": "nothing is part of the record yet",
    "antigone.web.exchange.intake.choose_options": "as above",
    "antigone.web.exchange.intake.choose_columns": "as above",
    "antigone.web.exchange.intake.start_reading": "as above",
    "antigone.web.exchange.intake.cancel_reading": "as above",
    "antigone.web.exchange.intake.confirm_intake": "the take-over that follows records it",
    "antigone.web.exchange.intake._enqueue_again": "as above",
    "antigone.web.exchange.intake.forget_intakes": "nothing was part of the record, or it is recorded",
    "antigone.web.exchange.intake._forget_pieces": "as above",
    "antigone.web.exchange.work._claimed": "who works on it: no act of anybody",
    "antigone.web.exchange.work._fail": "as above",
    "antigone.web.exchange.work._Pass.keep": "nothing is part of the record yet",
    "antigone.web.exchange.work._Pass.refuse": "as above",
    "antigone.web.exchange.work._Pass._tell": "as above",
    "antigone.web.exchange.work._look_again": "as above",
    "antigone.web.exchange.desk.withdrawn": "the withdrawal that calls it is recorded",
    "antigone.web.assignments.desk.withdrawn": "as above",
    "antigone.web.transmissions.desk.withdrawn": "as above",
    "antigone.web.deaths.withdrawal.take_out": "as above",
    "antigone.web.deaths.withdrawal._empty_words": "as above",
    "antigone.web.deaths.sealed.reseal": "as above",
    "antigone.web.notices.desk.withdrawn": "as above",
    "antigone.web.faces.dropping.drop_unused": "whatever ended the consent records it, or the search",
    "antigone.web.faces.measures.keep": "the search that measures is recorded",
    "antigone.web.faces.measuring.Measuring._tell": "how far a search is: no act of anybody",
    "antigone.web.sealing.keys.new_key": "whoever seals with it records it",
    "antigone.web.sealing.keys.destroy": "the withdrawal, or whoever takes back, records it",
    "antigone.web.sealing.erasure.overwrite_soon": "whoever destroyed something recorded it",
    "antigone.web.matching.kept_pairs.take_pairs_out": "pairs of persons who withdrew",
    "antigone.web.sealing.erasure.overwrite": "as above",
    "antigone.web.sealing.erasure._postpone": "as above",
    "antigone.web.media.drawing.redrawn": "no row: the bytes of an image",
    "antigone.web.media.moving.forget": "taking back, and the withdrawal, record it",
    "antigone.web.media.opening.show": "the opening was recorded; this says that it was shown",
    "antigone.web.media.sealed.Folder.keep": "adding a picture, or prints, records it",
    "antigone.web.media.sealed.destroy_file": "as `forget`",
    "antigone.web.media.withdrawal.destroy_photographs": "the withdrawal records it",
    "antigone.web.custody.withdrawal.take_out": "the withdrawal that calls it is recorded",
    "antigone.web.examination.desk.withdrawn": "as above",
    "antigone.web.requests.pedigree_desk.withdrawn": "as above",
    "antigone.web.records.findable.let_find": "words of what an act recorded, written with it",
    "antigone.web.records.name_index.keep_names": "as above",
    "antigone.web.records.name_index.forget_names": "as above",
    "antigone.web.lists.reindex.rebuild": "words written anew from what is recorded",
    "antigone.web.records.name_index._forget_words": "as above",
    "antigone.web.records.name_index._new": "as above",
    "antigone.web.lists.views._keep": "how a person looks at lists; nothing of a record",
    "antigone.web.lists.views.change_view": "as above",
    "antigone.web.lists.views.delete_view": "as above",
    "antigone.web.lists.views.begin_with": "as above",
    "antigone.web.lists.keys.put_keys": "as above",
    "antigone.web.api.limits._counted": "how often a program asked is forgotten within the hour",
    "antigone.web.api.tokens.note_use": "when a token was used last; no act on a record",
}
"""Writes without an entry, and why."""

MAY_BE_DELETED = {
    "antigone.web.api.limits._counted": "counts of requests",
    "antigone.web.accounts.factors.passkeys.remove_passkey": "a way to prove who one is",
    "antigone.web.accounts.factors.recovery.forget_recovery_codes": "as above",
    "antigone.web.accounts.factors.recovery.make_recovery_codes": "as above",
    "antigone.web.accounts.factors.standing.reset_second_factor": "as above",
    "antigone.web.accounts.factors.time_codes._drop": "as above",
    "antigone.web.accounts.sessions.begin_session": "a session that has ended",
    "antigone.web.accounts.sessions.drop_other_sessions": "as above",
    "antigone.web.accounts.sessions.forget_session": "as above",
    "antigone.web.accounts.throttle.forget_attempts": "counts of failed passwords",
    "antigone.web.incidents.services.remove_member": "a role; the journal keeps who had it",
    "antigone.web.records.uploads.forget_uploads": "an upload that never became a record, or has",
    "antigone.web.records.findable.let_find": "words, written anew from what is recorded",
    "antigone.web.records.name_index.forget_names": "names, written anew, or of a family that withdrew",
    "antigone.web.records.name_index._forget_words": "as above",
    "antigone.web.lists.reindex.rebuild": "words, written anew from what is recorded",
    "antigone.web.lists.views.change_view": "with which view somebody begins",
    "antigone.web.lists.views.begin_with": "as above",
    "antigone.web.lists.views.delete_view": "a view that its owner saved",
    "antigone.web.faces.dropping.drop_unused": "what was measured of photographs, once it may not be used",
    "antigone.web.faces.eyes.set_eyes": "as above, where it is measured anew",
    "antigone.web.faces.work._forget_of": "as above",
    "antigone.web.records.destruction.begin_anew": "empty placeholders of relatives who withdrew",
    "antigone.web.exchange.intake.forget_intakes": "a file that never became a record, or has",
    "antigone.web.exchange.intake._forget_pieces": "as above",
    "antigone.web.exchange.work._Pass.refuse": "as above",
    "antigone.web.exchange.work._let_go": "as above",
    "antigone.web.exchange.work._look_again": "as above",
    "antigone.web.matching.kept_pairs.take_pairs_out": "pairs of persons who withdrew",
    "antigone.web.sealing.erasure.overwrite": "what was to be overwritten, once it is",
    "antigone.web.requests.pedigree_codes.name_relative": "the sealed name of a living relative",
    "antigone.web.requests.pedigree_desk.withdrawn": "as above, of a family that withdrew",
    "antigone.web.requests.pedigree_store._remove_couples": "a couple drawn by mistake",
    "antigone.web.requests.pedigree_store.write": "a person drawn by mistake, of whom nothing is known",
}
"""Where rows are deleted, and what of."""

MAY_CASCADE = {
    "accounts.OpenSession.user",
    "accounts.Passkey.user",
    "accounts.RecoveryCode.user",
    "accounts.TimeCode.user",
    "incidents.Invitation.incident",
    "incidents.Membership.incident",
    "records.PendingUpload.incident",
    "records.PendingUpload.uploaded_by",
}
"""Rows that go with what they belong to."""


def test_the_walk_sees_what_it_is_for() -> None:
    writing = [name for name, function in functions().items() if function.writes]
    assert "antigone.web.board.acts.sign._sign" in writing
    assert reaches_the_journal("antigone.web.board.acts.sign.sign")
    assert not reaches_the_journal("antigone.web.records.imports.upload_file")
    assert len(writing) > 20


def test_every_write_is_journalled() -> None:
    forgotten = {
        name: function.writes
        for name, function in functions().items()
        if function.writes and name not in NO_ENTRY and not is_journalled(name)
    }
    assert not forgotten


def test_what_needs_no_entry_is_still_there() -> None:
    writing = {name for name, function in functions().items() if function.writes}
    assert set(NO_ENTRY) <= writing


def test_nothing_of_the_record_is_deleted() -> None:
    found = {name: f.deletes for name, f in functions().items() if f.deletes}
    assert set(found) == set(MAY_BE_DELETED)


def test_no_row_takes_another_with_it() -> None:
    """Whatever refers to a row protects it: the database refuses, also where code forgets."""
    cascading = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("antigone.")
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE
    }
    assert cascading == MAY_CASCADE
