"""The shipped letters in Chinese (zh-CN)."""

from messages.letters.letter import Letter, Occasion

GREETING = "{% if customer_name %}{{ customer_name }}，您好：{% else %}您好：{% endif %}"
SIGNATURE = "{% if agent_name %}祝好，{{ agent_name }}{% else %}祝好{% endif %}"
LOOKED_AFTER = "接下来由我亲自盯着：【马上要做的事，以及我们改了什么，好让这样的事不再发生】。"
IN_ANY_CASE = (
    "{% if next_due %}{{ next_due }} 之前，有没有新消息我都会联系您。"
    "{% else %}【几号几点】之前，有没有新消息我都会联系您。{% endif %}"
)
"""What we owe to whoever has waited in vain, whatever for."""

LETTERS: dict[Occasion, Letter] = {
    "first_answer": Letter(
        greeting=GREETING,
        where_we_are=(
            "谢谢您告诉我们「{{ title }}」的情况。我已经收到，正在看（{{ number }}）。"
            "【用客户的话说一遍我们的理解】"
        ),
        what_comes_next=(
            "{% if safe_checks %}有几样可以马上放心检查，不需要工具：\n{{ safe_checks }}\n"
            "看到什么，请告诉我；觉得哪里不对劲，就先别动。"
            "{% else %}接下来，我们会【做什么，由谁来做】。{% endif %}"
        ),
        by_when=(
            "【几号几点】之前，我会再联系您"
            "{% if safe_checks %}；您没顾上检查也没有关系{% endif %}。"
        ),
        care=(
            "{% if safe_checks %}安全第一，请不要拆开任何地方。要是这样就好了，那最好；要是还没好，我们接着往下查。"
            "{% else %}这段时间要是情况有变，或者想到什么，直接回复就好，我马上能看到。{% endif %}"
        ),
        signature=SIGNATURE,
    ),
    "progress": Letter(
        greeting=GREETING,
        where_we_are=(
            "跟您说一下「{{ title }}」（{{ number }}）的进展"
            "{% if stage %}：现在到了「{{ stage }}」这一步{% endif %}。"
            "【上次联系以来，我们查到了什么、做了什么】"
        ),
        what_comes_next="接下来，我们会【做什么，由谁来做】。",
        by_when=(
            "{% if next_due %}{{ next_due }} 之前，我会"
            "{% if next_subject %}就「{{ next_subject }}」{% endif %}再联系您，"
            "就算到时没有新消息，也会跟您说一声。"
            "{% else %}【几号几点】之前，我会再联系您。{% endif %}"
        ),
        care=(
            "这件事让您费心等了，我心里有数。您那边有什么变化或者想法，直接回复就好，我马上能看到。"
        ),
        signature=SIGNATURE,
    ),
    "apology": Letter(
        care_first=True,
        greeting=GREETING,
        care=(
            "对不起。说好{% if broken_due %}在 {{ broken_due }} 之前{% endif %}"
            "{% if broken_subject %}就「{{ broken_subject }}」{% endif %}给您回音，我们却没有做到。"
            "这是我们的错，让您白等一场，换了谁都会生气。"
        ),
        where_we_are=(
            "「{{ title }}」（{{ number }}）现在的情况是：【我们知道的，哪怕不多】。"
            "没能按时联系您，是因为【一句实话】。"
        ),
        what_comes_next=LOOKED_AFTER,
        by_when=IN_ANY_CASE,
        signature=SIGNATURE,
    ),
    "silence": Letter(
        care_first=True,
        greeting=GREETING,
        care=(
            "对不起，{% if broken_subject %}「{{ broken_subject }}」的事，{% endif %}"
            "我们这么久都没有给您一句话。这是我们的错，心里没底地干等，换了谁都不好受。"
        ),
        where_we_are=(
            "「{{ title }}」（{{ number }}）现在的情况是：【我们知道的，哪怕不多】。"
            "一直没有联系您，是因为【一句实话】。"
        ),
        what_comes_next=LOOKED_AFTER,
        by_when=IN_ANY_CASE,
        signature=SIGNATURE,
    ),
    "not_tried_again": Letter(
        care_first=True,
        greeting=GREETING,
        care=(
            "对不起，{% if broken_subject %}「{{ broken_subject }}」的事，{% endif %}"
            "我们给您留过言，本该很快再联系您，却没有做到。这是我们的错，等一个没有打来的电话，换了谁都会生气。"
        ),
        where_we_are=(
            "「{{ title }}」（{{ number }}）现在的情况是：【我们知道的，哪怕不多】。"
            "没有再联系您，是因为【一句实话】。"
        ),
        what_comes_next=LOOKED_AFTER,
        by_when=IN_ANY_CASE,
        signature=SIGNATURE,
    ),
    "confirmation": Letter(
        greeting=GREETING,
        where_we_are=(
            "谢谢您告诉我们「{{ title }}」的情况。我们先看了一下，这件事不是一两句话能解决的："
            "【用客户听得懂的话说明原因】。编号是 {{ number }}，由我来负责到底。"
        ),
        what_comes_next=(
            "我们先从【第一步做什么】开始"
            "{% if milestones %}。这些日子您可以放心等我们的消息：\n{{ milestones }}"
            "{% else %}；之后我会告诉您打算怎么解决、每一步大概要多久。{% endif %}"
        ),
        by_when=(
            "{% if next_due %}最晚 {{ next_due }}，我给您第一次反馈。"
            "{% else %}最晚【几号几点】，我给您第一次反馈。{% endif %}这样安排您看可以吗？"
        ),
        care=(
            "在这之前，【客户可以放心怎么用、怎么做】。您不用来催，我会主动联系您；"
            "要是有什么不放心，随时找我。"
        ),
        signature=SIGNATURE,
    ),
    "delay": Letter(
        care_first=True,
        greeting=GREETING,
        care=(
            "与其让您干等，我想先跟您说清楚：「{{ title }}」（{{ number }}）要比我之前说的多花些时间。"
            "对不起，我知道您一直在等这个结果。"
        ),
        where_we_are="目前已经做到：【完成了什么】。卡住的地方是：【实话实说】。",
        what_comes_next="我们正在这样处理：【下一步】。这段时间，我们可以先为您【临时办法或别的帮助】。",
        by_when=(
            "{% if next_due %}新的时间是 {{ next_due }}，无论如何我都会在那之前联系您。"
            "{% else %}新的时间是【几号几点】，无论如何我都会在那之前联系您。{% endif %}"
        ),
        signature=SIGNATURE,
    ),
    "moved": Letter(
        care_first=True,
        greeting=GREETING,
        care=(
            "对不起，{% if visit_window %}原定 {{ visit_window }} 的上门{% else %}"
            "原说好{% if broken_due %}在 {{ broken_due }} 之前{% endif %}"
            "{% if broken_subject %}就「{{ broken_subject }}」{% endif %}给您的回音{% endif %}，又改了一次时间。"
            "您已经按我们说的安排好了，一改再改，换了谁都会不高兴。"
        ),
        where_we_are=(
            "「{{ title }}」（{{ number }}）现在的情况是：【完成了什么】。一再改时间，是因为【实话实说】。"
        ),
        what_comes_next="为了不再改，【我们做了什么安排，由谁盯着】。",
        by_when=(
            "新的时间是{% if moved_to %} {{ moved_to }}{% else %}【几号几点】{% endif %}，由我亲自盯着，一定守住。"
            "要是这个时间您不方便，请告诉我，我们按您的时间来。"
        ),
        signature=SIGNATURE,
    ),
    "missed_visit": Letter(
        care_first=True,
        greeting=GREETING,
        care=(
            "真对不起。您特地留出时间{% if visit_window %}（{{ visit_window }}）{% endif %}在家等我们，"
            "我们却没有到。让您白等了一场，耽误了您一天的安排，这是我们的错。"
        ),
        where_we_are=(
            "没有去成，是因为【实话实说，一句话】。「{{ title }}」（{{ number }}）我们一定接着处理好，"
            "情况您不用再说一遍。"
        ),
        what_comes_next=(
            "新的时间由您来定：【两个方便的时段，其中一个在明天】。这次由【谁】带着【配件】过去，"
            "到之前二十分钟先给您打电话。"
        ),
        by_when=(
            "{% if next_due %}最晚 {{ next_due }}，我给您打电话，把新的时间一起定下来。"
            "{% else %}最晚【几号几点】，我给您打电话，把新的时间一起定下来。{% endif %}"
        ),
        signature=SIGNATURE,
    ),
    "late_visit": Letter(
        care_first=True,
        greeting=GREETING,
        care=(
            "让您久等了，真对不起。您特地留出时间{% if visit_window %}（{{ visit_window }}）{% endif %}，"
            "我们过了时间才到，谢谢您还是让我们进了门。"
        ),
        where_we_are=(
            "迟到是因为【实话实说，一句话】。「{{ title }}」（{{ number }}）这次上门：【查出了什么，做了什么】。"
        ),
        what_comes_next=(
            "【接下来还要做什么；或：您这边不用再做什么】。以后要是再赶不上，一定提前告诉您，不让您干等。"
        ),
        by_when=(
            "{% if next_due %}最晚 {{ next_due }}，我给您打电话。"
            "{% else %}【几号几点】我给您打电话，问问用得怎么样。{% endif %}"
        ),
        signature=SIGNATURE,
    ),
    "revisit": Letter(
        care_first=True,
        greeting=GREETING,
        care=(
            "{% if agent_name %}我是 {{ agent_name }}。{% endif %}这通电话不是走个过场，"
            "事情过去了一两天，我想听听您心里的感受。这次的经过您觉得怎么样？"
            "有没有哪个时候觉得没人管您？"
        ),
        where_we_are=(
            "「{{ title }}」（{{ number }}）我们已经处理好了。这两天用着还正常吗？"
            "【当时出问题的那种情况】也试过了吗？"
        ),
        what_comes_next=(
            "要是都好，我就不多打扰您了。要是还有哪里不对劲，再小的事也请告诉我，"
            "我马上接着处理，您不用再从头说一遍。"
        ),
        by_when="还没弄好的地方，我今天就跟您说定什么时候给您回音：【几号几点】。",
        signature="谢谢您的耐心，也谢谢您愿意告诉我们。",
    ),
}
