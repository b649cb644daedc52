# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Arguments of kubectl: what a World asks, and what the demonstration shows of it."""

Question = tuple[str, ...]


def ask_to_run(name: str, image: str, namespace: str) -> Question:
    """Create a pod."""
    return ("-n", namespace, "run", name, f"--image={image}", "--restart=Never")


def ask_node(pod: str, namespace: str) -> Question:
    """Ask for the node of a pod."""
    return ("-n", namespace, "get", "pod", pod, "-o=jsonpath={.spec.nodeName}")


def ask_events(pod: str, namespace: str) -> Question:
    """Ask for reasons and messages of a pod's events, one a line, oldest first."""
    return (
        "-n", namespace, "get", "events", f"--field-selector=involvedObject.name={pod}",
        "--sort-by=.lastTimestamp",
        r"-o=jsonpath={range .items[*]}{.reason}: {.message}{'\n'}{end}",
    )  # fmt: skip


def ask_label(node: str) -> Question:
    """Ask for the trust label of a node."""
    path = r"{.metadata.labels.bondstone\.node-restriction\.kubernetes\.io/trusted}"
    return ("get", "node", node, f"-o=jsonpath={path}")
