"""Determined's Python package looks for what a task is told in /run/determined. On this machine each run has a
folder of its own, DET_RUN_DIR; this module, which Python imports when it starts, says so to an unmodified package."""

import importlib.abc
import importlib.util
import os
import sys

PACKAGE = "determined._info"


class Redirected(importlib.abc.Loader):
    def __init__(self, loader):
        self.loader = loader

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        self.loader.exec_module(module)
        for name in ("RendezvousInfo", "TrialInfo", "ResourcesInfo", "ClusterInfo"):
            read = getattr(module, name)._from_file.__func__
            read.__defaults__ = tuple(
                path.replace("/run/determined", os.environ["DET_RUN_DIR"], 1) for path in read.__defaults__
            )


class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name != PACKAGE or "DET_RUN_DIR" not in os.environ:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            spec.loader = Redirected(spec.loader)
        return spec


sys.meta_path.insert(0, Finder())
