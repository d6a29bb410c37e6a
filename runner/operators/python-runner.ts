/**
 * The program that `py>` runs: it gives the called function its arguments by name and writes what it stored (digdag §6.3).
 * Arguments: command, input file, output file. It works with Python 2.7 and 3.
 */
export const PYTHON_RUNNER = String.raw`
from __future__ import print_function
import importlib
import inspect
import json
import os
import sys
import traceback
import types

command, in_file, out_file = sys.argv[1:4]


class Env(object):
    def __init__(self, params):
        self.params = params
        self.subtask_config = {}
        self.export_params = {}
        self.store_params = {}

    def store(self, *args, **kwargs):
        merge(self.store_params, args, kwargs)

    def export(self, *args, **kwargs):
        merge(self.export_params, args, kwargs)

    def add_subtask(self, task=None, **params):
        if task is None or isinstance(task, dict):
            config = dict(task or {}, **params)
        else:
            config = dict(params)
            config["py>"] = command_of(task)
        try:
            json.dumps(config)
        except Exception as error:
            raise TypeError("Parameters must be serializable using JSON: %s" % error)
        self.subtask_config["+subtask%d" % len(self.subtask_config)] = config


def merge(target, args, kwargs):
    for arg in args:
        target.update(arg)
    target.update(kwargs)


def command_of(function):
    owner = getattr(function, "im_class", None)
    name = function.__name__ if owner is None else owner.__name__ + "." + function.__name__
    return function.__module__ + "." + getattr(function, "__qualname__", name)


def import_target(path):
    """The module, and the class within it if the path names one, before the last part."""
    parts = path.split(".")[:-1]
    try:
        return importlib.import_module(".".join(parts)), None
    except ImportError as error:
        missing = getattr(error, "name", None)
        if missing is not None and not (".".join(parts) + ".").startswith(missing + "."):
            raise
        if not parts[:-1]:
            raise ValueError("Empty module name")
        return importlib.import_module(".".join(parts[:-1])), parts[-1]


def member(module, name):
    if not hasattr(module, name):
        raise AttributeError("Module '%s' has no attribute '%s'" % (module.__name__, name))
    return getattr(module, name)


def parameters_of(function):
    """Names that may be given, names that must be, and whether the rest is taken too."""
    if hasattr(inspect, "signature"):
        try:
            found = inspect.signature(function).parameters.values()
        except (TypeError, ValueError):
            return [], [], False
        named = [p for p in found if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
        return [p.name for p in named], [p.name for p in named if p.default is p.empty], any(p.kind == p.VAR_KEYWORD for p in found)
    if not inspect.isfunction(function) and not inspect.ismethod(function):
        return [], [], False
    spec = inspect.getargspec(function)
    names = spec.args[1:] if inspect.ismethod(function) else spec.args
    return names, names[:len(names) - len(spec.defaults or ())], spec.keywords is not None


def call(function, name, params, signature_of=None):
    names, required, takes_rest = parameters_of(signature_of or function)
    for key in required:
        if key not in params:
            raise TypeError("Method '%s' requires parameter '%s' but not set" % (name, key))
    arguments = dict((key, params[key]) for key in (params if takes_rest else names) if key in params)
    return function(**arguments)


def instance_of(cls, params):
    constructor = getattr(cls, "__init__", None)
    if constructor is None or constructor is object.__init__:
        return cls()
    if hasattr(inspect, "signature"):
        return call(cls, cls.__name__, params)
    names, required, takes_rest = parameters_of(constructor)
    arguments = dict((key, params[key]) for key in (params if takes_rest else names) if key in params)
    for key in required:
        if key not in params:
            raise TypeError("Method '__init__' requires parameter '%s' but not set" % key)
    return cls(**arguments)


def run(params):
    module, class_name = import_target(command)
    name = command.split(".")[-1]
    if class_name is not None:
        return call(getattr(instance_of(member(module, class_name), params), name), name, params)
    target = member(module, name)
    if inspect.isclass(target):
        return call(instance_of(target, params).run, "run", params)
    return call(target, name, params)


def write_result(env, error=None):
    result = {"subtask_config": env.subtask_config, "export_params": env.export_params, "store_params": env.store_params}
    if error is not None:
        result = {"error": error}
    text = json.dumps(result)
    with open(out_file, "w") as out:
        out.write(text)


def describe(kind, message, trace):
    lines = ["File \"%s\", line %d, in %s" % (entry[0], entry[1], entry[2]) for entry in traceback.extract_tb(trace)]
    return {"class": kind.__name__, "message": message, "backtrace": [line for line in lines if __file__ not in line]}


def main():
    with open(in_file) as source:
        params = json.load(source)["params"]
    env = Env(params)
    digdag = types.ModuleType("digdag")
    digdag.env = env
    sys.modules["digdag"] = digdag
    sys.path.append(os.path.abspath(os.getcwd()))
    try:
        run(params)
        write_result(env)
    except SystemExit as stop:
        message = "Failed to call python command with code:%s Possible cause: Invalid python module call, duplicate module name with standard library" % stop.code
        write_result(env, describe(SystemExit, message, sys.exc_info()[2]))
        traceback.print_exc()
        sys.exit(1)
    except Exception as error:
        write_result(env, describe(type(error), str(error), sys.exc_info()[2]))
        traceback.print_exc()
        sys.exit(1)


main()
`.trimStart()
