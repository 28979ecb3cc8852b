//! Searching in short texts. The standard library's search is made for long ones and would be a tenth of the core.

/// Whether `text` has `word` in it, in whatever case.
pub fn contains_ignore_ascii_case(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

/// `text` with every `from`, which is not empty, replaced.
pub fn replace(text: &str, from: &str, to: &str) -> String {
    let mut replaced = String::new();
    let mut rest = text;
    while let Some((before, after)) = split_once(rest, from) {
        replaced.push_str(before);
        replaced.push_str(to);
        rest = after;
    }
    replaced.push_str(rest);
    replaced
}

fn split_once<'a>(text: &'a str, delimiter: &str) -> Option<(&'a str, &'a str)> {
    let at = text.as_bytes().windows(delimiter.len()).position(|window| window == delimiter.as_bytes())?;
    let (before, rest) = text.split_at_checked(at)?;
    Some((before, rest.strip_prefix(delimiter)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replace_is_that_of_the_standard_library() {
        for (text, from) in
            [("", "a"), ("a", "a"), ("aaa", "aa"), ("xaby", "ab"), ("错误a错", "错"), ("ab", "abc"), ("[e]", "e")]
        {
            assert_eq!(replace(text, from, "[e]"), text.replace(from, "[e]"));
        }
    }

    #[test]
    fn words_are_found_in_any_case() {
        assert!(contains_ignore_ascii_case("Invalid CODE", "invalid code"));
        assert!(!contains_ignore_ascii_case("cod", "code"));
    }
}
