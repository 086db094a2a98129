//! What the HTML parser makes of a text: how deep, how much, how often it has to mend. Nothing of it is kept.
//!
//! An end tag may be passed over, or close what it does not name; what was closed is opened again. Only the parser
//! knows what comes of it all, and whoever counts tags instead can be tricked.

use std::borrow::Cow;
use std::cell::Cell;
use std::rc::Rc;

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeBuilderOpts, TreeSink};
use html5ever::{
    Attribute, ExpandedName, LocalName, ParseOpts, QualName, local_name, ns, parse_document, parse_fragment,
};

use crate::limit::Reader;

/// Elements in each other: a thousand calls of a function in each other are no harm.
const MAX_DEPTH: usize = 1_000;

/// Times that the parser moves what it has put somewhere, because tags are in the wrong order. Each may put what is
/// moved one level deeper.
const MAX_MOVES: usize = 5_000;

/// Elements and attributes together.
const MAX_PARTS: usize = 1_000_000;

/// Bytes after which it is looked whether there is too much.
const STEP_BYTES: usize = 256;

/// Whether what the parser makes of `html` is within bounds. Stops where it is not.
pub(crate) fn fits(html: &str, reader: Reader) -> bool {
    let made = Rc::new(Made::default());
    let sink = Sink { document: Node::named(nameless(), false), made: Rc::clone(&made) };
    let tree_builder =
        TreeBuilderOpts { scripting_enabled: reader != Reader::Document, ..TreeBuilderOpts::default() };
    let opts = ParseOpts { tokenizer: TokenizerOpts::default(), tree_builder };
    let mut parser = if reader == Reader::Document {
        parse_document(sink, opts)
    } else {
        parse_fragment(sink, opts, QualName::new(None, ns!(html), local_name!("div")), Vec::new(), false)
    };
    let mut rest = html;
    while !rest.is_empty() {
        let mut end = STEP_BYTES.min(rest.len());
        while !rest.is_char_boundary(end) {
            end += 1;
        }
        let (step, later) = rest.split_at(end);
        parser.process(StrTendril::from(step));
        if made.is_too_much() {
            return false;
        }
        rest = later;
    }
    parser.finish();
    !made.is_too_much()
}

/// What was made so far.
#[derive(Default)]
struct Made {
    depth: Cell<usize>,
    moves: Cell<usize>,
    parts: Cell<usize>,
}

impl Made {
    fn is_too_much(&self) -> bool {
        self.depth.get() > MAX_DEPTH || self.moves.get() > MAX_MOVES || self.parts.get() > MAX_PARTS
    }

    fn moved(&self) {
        self.moves.set(self.moves.get().saturating_add(1));
    }
}

/// What the parser needs to know of a node. It holds neither its parent nor its children, so it goes when the parser is
/// done with it.
struct Node {
    name: QualName,
    depth: Cell<usize>,
    has_parent: Cell<bool>,
    /// What is in a template.
    contents: Option<Rc<Node>>,
}

impl Node {
    fn named(name: QualName, is_template: bool) -> Rc<Self> {
        let contents = is_template.then(|| Self::named(nameless(), false));
        Rc::new(Self { name, depth: Cell::new(0), has_parent: Cell::new(false), contents })
    }
}

fn nameless() -> QualName {
    QualName::new(None, ns!(), LocalName::from(""))
}

/// What takes the parser's nodes, and only counts them.
struct Sink {
    document: Rc<Node>,
    made: Rc<Made>,
}

impl Sink {
    fn place(&self, child: &NodeOrText<Rc<Node>>, depth: usize) {
        if let NodeOrText::AppendNode(node) = child {
            node.depth.set(depth);
            node.has_parent.set(true);
            self.made.depth.set(self.made.depth.get().max(depth));
        }
    }
}

impl TreeSink for Sink {
    type Handle = Rc<Node>;
    type Output = ();
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) {}

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Rc<Node> {
        Rc::clone(&self.document)
    }

    fn elem_name<'a>(&'a self, target: &'a Rc<Node>) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> Rc<Node> {
        let parts = self.made.parts.get().saturating_add(1 + attributes.len());
        self.made.parts.set(parts);
        Node::named(name, flags.template)
    }

    fn create_comment(&self, _text: StrTendril) -> Rc<Node> {
        Node::named(nameless(), false)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Rc<Node> {
        Node::named(nameless(), false)
    }

    fn append(&self, parent: &Rc<Node>, child: NodeOrText<Rc<Node>>) {
        self.place(&child, parent.depth.get() + 1);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Rc<Node>,
        previous: &Rc<Node>,
        child: NodeOrText<Rc<Node>>,
    ) {
        if element.has_parent.get() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public_id: StrTendril, _system_id: StrTendril) {}

    fn get_template_contents(&self, target: &Rc<Node>) -> Rc<Node> {
        let contents = target.contents.as_ref().unwrap_or(target);
        contents.depth.set(target.depth.get() + 1);
        Rc::clone(contents)
    }

    fn same_node(&self, one: &Rc<Node>, other: &Rc<Node>) -> bool {
        Rc::ptr_eq(one, other)
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Rc<Node>, child: NodeOrText<Rc<Node>>) {
        self.place(&child, sibling.depth.get());
    }

    fn add_attrs_if_missing(&self, _target: &Rc<Node>, _attributes: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &Rc<Node>) {
        target.has_parent.set(false);
        self.made.moved();
    }

    fn reparent_children(&self, _node: &Rc<Node>, _new_parent: &Rc<Node>) {
        self.made.moved();
    }
}

#[cfg(test)]
mod tests {
    use super::fits;
    use crate::limit::Reader;

    #[test]
    fn what_the_parser_makes_is_measured() {
        let formatted: String = (0..600).map(|number| format!("<b id={number}>")).collect();
        for (html, want) in [
            (String::new(), true),
            ("<p>One <b>bold</b><table><tr><td>x</table>".repeat(1_000), true),
            ("<p><b>One</p></b>".repeat(500), true),
            ("<template><p>a</template>".repeat(500), true),
            ("<div>".repeat(1_001), false),
            ("<span><div></span></div>".repeat(2_000), false),
            ("<span><table><td></span></table>".repeat(2_000), false),
            (format!("<p>{formatted}</p>{}", "<p>x</p>".repeat(5_000)), false),
        ] {
            let begin: String = html.chars().take(60).collect();
            for reader in [Reader::Document, Reader::Fragment] {
                assert_eq!(fits(&html, reader), want, "{begin} {reader:?}");
            }
        }
        // Scripts that run see a text in it, others see elements.
        let html = "<div><noscript></div></noscript>".repeat(2_000);
        assert!(fits(&html, Reader::Document) && !fits(&html, Reader::Fragment));
    }
}
