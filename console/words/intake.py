"""Words of opening a case."""

from api.problem_codes import Either

WORDS: dict[str, Either] = {
    "form.open": Either("Open a case", "新建个案"),
    "button.open": Either("Open the case", "建立个案"),
    "nav.open": Either("New case", "新建个案"),
    "keys.new": Either("Open a case", "新建个案"),
    "field.open.customer.name": Either("Customer", "客户姓名"),
    "field.open.customer.phone": Either("Phone", "电话"),
    "field.open.customer.email": Either("E-mail", "邮箱"),
    "field.open.customer.account": Either("Account with us", "客户账号"),
    "field.open.customer.company": Either("Company", "公司"),
    "field.open.customer.level": Either("Customer level", "客户级别"),
    "field.open.title": Either("What it is about, in a few words", "什么事，一句话"),
    "field.open.description": Either("What the customer said", "客户怎么说"),
    "field.open.scenario": Either("How it is dealt with", "按哪个流程处理"),
    "field.open.priority": Either("How urgent it is", "有多急"),
    "field.open.channel": Either("How they came to us", "从哪里来的"),
    "field.open.spoke_at": Either(
        "When they first spoke of it (now, if empty)", "客户什么时候说的（空着就是现在）"
    ),
    "field.open.emotion": Either("How they feel", "客户情绪"),
    "field.open.owner": Either("Who carries it (you, if empty)", "由谁负责（空着就是你）"),
    "field.open.team": Either("Team", "团队"),
    "field.open.product": Either("Product family", "产品系列"),
    "field.open.language": Either(
        "Language of the customer (yours, if empty)", "客户用的语言（空着就同你的）"
    ),
    "hint.open.customer.name": Either(
        "A name, a phone number or an e-mail address: one of them is enough.",
        "姓名、电话、邮箱，有一样就够了。",
    ),
    "hint.open.description": Either(
        "In their own words, as long as they like.", "照客户的原话写，多长都行。"
    ),
    "hint.open.product": Either(
        "Brings along what the customer can safely check, and what to ask.",
        "选了之后，会带出客户可以放心自查的事项和要问的问题。",
    ),
    "open.longest": Either("{span} in all", "全程 {span}"),
    "open.at_least": Either("{priority} at least", "至少 {priority}"),
    "open.answer_within": Either("a first answer within {span}", "{span}内首次回复"),
    "open.of": Either("For the customer of", "客户同"),
    "open.received": Either(
        "Received, and safe with us: nothing has to be sent again. It is opened in a moment, under this number:",
        "已收到，我们已经收好，不用重发。马上就会建立，编号是：",
    ),
    "open.not_yours": Either("Your role opens no cases", "你的角色不能建立个案"),
    "open.not_yours.detail": Either(
        "Tell a colleague in after-sales what the customer said; they open the case.",
        "请把客户的情况告诉售后的同事，由他们建立。",
    ),
    "open.done": Either("The case is open: {number}.", "个案已建立：{number}。"),
    "open.owed": Either("What is owed from here on:", "接下来要做到："),
    "open.known": Either(
        "We know this customer. Other cases of theirs:", "这位客户我们认识，另有个案："
    ),
    "open.none_yet": Either("No case yet? Open one", "还没有个案？新建一个"),
    "open.none_yet.with": Either(
        "No case yet? Open one with “{query}”", "还没有个案？用「{query}」新建一个"
    ),
    "open.none_of_these": Either("None of these? Open a case", "都不是？新建个案"),
    "open.another": Either("Open another case for this customer", "为这位客户再建一个个案"),
}
