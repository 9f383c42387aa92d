"""What deploy/ holds, checked by each kind's own linter, and by exportd itself where it is configuration. Nothing here
starts a container, a unit or a pod: no engine, no init system and no cluster are needed."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import yaml

from . import harness

DEPLOY = harness.ROOT / "deploy"
TOOLS = pathlib.Path(os.environ.get("EXPORTD_PYTHON_TOOLS", harness.ROOT / "build" / "python" / "bin"))


def ran(*command, **options):
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=120, **options)
    return done.returncode, done.stdout + done.stderr


class Deploy(unittest.TestCase):
    def tool(self, name):
        path = TOOLS / name
        self.assertTrue(path.exists(), f"{name} is missing: run tools/python_packages.sh")
        return path

    def test_the_container_file(self):
        self.assertEqual(ran(self.tool("hadolint"), DEPLOY / "Dockerfile"), (0, ""))
        text = (DEPLOY / "Dockerfile").read_text()
        self.assertRegex(text, r"(?m)^USER 10001$")

    def test_the_container_has_every_library(self):
        """Each library of the binary is of a package that the file installs, or of one that these depend on."""
        installed = set(re.findall(r"\blib[a-z0-9.+-]+\b|\bzlib1g\b", (DEPLOY / "Dockerfile").read_text()))
        linked = re.findall(r"NEEDED\)\s+Shared library: \[(.+?)\]", ran("readelf", "-d", harness.BINARY)[1])
        self.assertIn("libcurl.so.4", linked)
        for library in linked:
            owner = ran("dpkg", "-S", f"*/{library}")[1].split(":")[0]
            base = owner in ("libc6", "libstdc++6", "libgcc-s1")  # of every C++ program: a dependency of the others
            self.assertTrue(base or owner in installed, f"{library} is of {owner}, which the container file lacks")

    def test_the_manifest(self):
        code, told = ran(self.tool("kubernetes-validate"), "--strict", DEPLOY / "kubernetes.yaml")
        self.assertEqual(code, 0, told)
        documents = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text()))
        for one in documents:
            if one["kind"] == "Deployment":
                pod = one["spec"]["template"]["spec"]
                self.assertTrue(pod["securityContext"]["runAsNonRoot"])
                for container in pod["containers"] + pod["initContainers"]:
                    self.assertTrue(container["securityContext"]["readOnlyRootFilesystem"])

    def test_the_units(self):
        """With the binary under test in the place of the installed one."""
        with tempfile.TemporaryDirectory() as folder:
            for unit in (DEPLOY / "systemd").iterdir():
                text = unit.read_text().replace("/usr/local/bin/exportd", str(harness.BINARY))
                (pathlib.Path(folder) / unit.name).write_text(text)
            units = sorted(pathlib.Path(folder).iterdir())
            code, told = ran("systemd-analyze", "verify", *units)
            self.assertEqual(code, 0, told)
            self.assertNotIn("exportd", told)  # of the machine's own units it may say what it likes
            for unit in units:
                code, told = ran("systemd-analyze", "security", "--offline=true", "--threshold=20", unit)
                self.assertEqual(code, 0, told)  # its scale: 0 is closed, 100 open

    def test_the_policies(self):
        policies = sorted((DEPLOY / "iam").glob("*.json"))
        self.assertEqual([one.stem for one in policies], ["api", "operator", "worker"])
        for policy in policies:
            with self.subTest(policy.name):
                code, told = ran(self.tool("parliament"), "--string", policy.read_text())
                self.assertEqual((code, told.strip()), (0, ""))
                for statement in json.loads(policy.read_text())["Statement"]:
                    self.assertNotIn("*", statement["Action"])
                    if any(one.endswith(":table/exportd-audit") for one in statement["Resource"]):
                        forbidden = ("UpdateItem", "DeleteItem", "BatchWriteItem", "DeleteTable", "PartiQL")
                        for action in statement["Action"]:
                            self.assertFalse(any(one in action for one in forbidden), (policy.name, action))

    def test_the_configuration_is_one(self):
        """Its keys and values are accepted; the servers that it names are not asked."""
        for options in ({"extra": ["--config", DEPLOY / "exportd.toml"]}, {"env": self.compose_environment()}):
            environment = {**os.environ, **options.get("env", {})}
            done = harness.exportd("id", "petdb", "variables=REE", *options.get("extra", []), env=environment)
            self.assertEqual(done.returncode, 0, done.stderr.decode())

    def compose_environment(self):
        compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
        services = compose["services"]
        for name, service in services.items():
            for other in service.get("depends_on", {}):
                self.assertIn(other, services, name)
        ours = [one for one in services.values() if one["image"] == "exportd"]
        self.assertTrue(all(one["read_only"] and one["cap_drop"] == ["ALL"] for one in ours))
        return ours[0]["environment"]


if __name__ == "__main__":
    unittest.main()
