"""The queue's one door."""

from __future__ import annotations

import inspect
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.utils.module_loading import import_string

from scheduler.queue import Job, QueueAway, current_worker, enqueue, ping, stop_requested, waiting, worker_name


@pytest.mark.parametrize("job", Job)
def test_the_path_of_a_job_leads_to_a_function_of_one_id(job: Job) -> None:
    function = import_string(job.value)
    assert [parameter.annotation for parameter in inspect.signature(function).parameters.values()] == ["str"]


def test_a_job_stands_in_line_under_the_id_of_its_row() -> None:
    subject = str(uuid4())
    enqueue(Job.PLAN_RUN, subject)
    enqueue(Job.PLAN_RUN, subject)
    assert subject in waiting()


def test_a_redis_that_is_away_is_said_to_be_away(settings: LazySettings) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    with pytest.raises(QueueAway):
        ping()
    with pytest.raises(QueueAway):
        enqueue(Job.PLAN_RUN, str(uuid4()))


def test_no_two_workers_have_the_same_name() -> None:
    names = {worker_name("desk") for _ in range(20)}
    assert len(names) == 20
    assert all(name.startswith("desk.") for name in names)


def test_outside_of_a_queue_worker_there_is_none_and_nobody_asks_to_stop() -> None:
    assert current_worker() == ""
    assert not stop_requested()
