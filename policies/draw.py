"""A picture of an SOP, drawn from the data so that it can't lie: Mermaid `stateDiagram-v2` text."""

from domain.plan.terms import Label, Language
from domain.policy.stages import SopPolicy, TransitionPolicy

_OPEN = "any_open_stage"
_OPEN_LABEL: Label = {"zh-CN": "处理中", "en": "Open"}


def draw(sop: SopPolicy, language: Language) -> str:
    """The SOP as Mermaid text: stages by their labels, commands and guards on the arrows.

    Open stages stand in one frame; what leads out of all of them is one arrow from the frame.
    Commands that lead the same way share an arrow. Effects stand after a slash.
    """
    open_stages = [name for name, stage in sop.stages.items() if stage.phase == "open"]
    arrows: dict[tuple[str, str], list[str]] = {}
    for way in sop.transitions:
        sources = list(sop.sources_of(way))
        if way.target not in open_stages and set(open_stages) <= set(sources):
            sources = [_OPEN, *(source for source in sources if source not in open_stages)]
        for source in sources:
            arrows.setdefault((source, way.target), []).append(_words(way))
    ends = [name for name, stage in sop.stages.items() if stage.phase == "closed"]
    labels = {name: _text(stage.label[language]) for name, stage in sop.stages.items()}
    return "\n".join(
        [
            "stateDiagram-v2",
            f'    state "{_OPEN_LABEL[language]}" as {_OPEN} {{',
            *(f'        state "{labels[name]}" as {name}' for name in open_stages),
            *(
                f"        {source} --> {to} : {'<br/>'.join(words)}"
                for (source, to), words in arrows.items()
                if source in open_stages and to in open_stages
            ),
            "    }",
            *(
                f'    state "{label}" as {name}'
                for name, label in labels.items()
                if name not in open_stages
            ),
            f"    [*] --> {sop.first}",
            *(
                f"    {source} --> {to} : {'<br/>'.join(words)}"
                for (source, to), words in arrows.items()
                if source not in open_stages or to not in open_stages
            ),
            *(f"    {name} --> [*]" for name in ends),
            "",
        ]
    )


def _words(way: TransitionPolicy) -> str:
    guards = f" [{', '.join(way.guards)}]" if way.guards else ""
    effects = f" / {', '.join(way.effects)}" if way.effects else ""
    return f"{way.on}{guards}{effects}"


def _text(label: str) -> str:
    """Without the characters that end a label in Mermaid."""
    return label.translate({ord('"'): "'", ord(";"): ",", ord("#"): "", ord("\n"): " "})
