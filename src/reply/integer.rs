/// The integer that a text is. JSON writers that know only floating-point numbers write 110 as `110.0` or `1.1E2`. A
/// number that is too large for an `i64` counts as its largest or smallest value.
///
/// Not by `parse::<f64>`, which would add several KB to the module.
pub fn parse(text: &str) -> Option<i64> {
    // Most numbers are only digits.
    if is_digits(text)
        && let Ok(integer) = text.parse()
    {
        return Some(integer);
    }
    let (is_negative, unsigned) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let magnitude = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if ![whole, fraction, magnitude].iter().all(|part| is_digits(part)) {
        return None;
    }
    let digits = [whole, fraction].concat();
    let significant = digits.trim_end_matches('0');
    // How many digits are before the point, and how many zeros follow the significant digits there.
    let magnitude = magnitude.parse().unwrap_or(i64::MAX);
    let shift = if exponent.starts_with('-') { 0_i64.saturating_sub(magnitude) } else { magnitude };
    let point = shift.saturating_add_unsigned(whole.len() as u64);
    let zeros = point.saturating_sub_unsigned(significant.len() as u64);
    if !significant.is_empty() && zeros < 0 {
        return None; // There is a fraction.
    }
    let mut value: i64 = 0;
    for byte in significant.bytes() {
        value = value.saturating_mul(10).saturating_add(byte.wrapping_sub(b'0').into());
    }
    // Twenty zeros exceed any value that is not zero.
    for _ in 0..zeros.clamp(0, 20) {
        value = value.saturating_mul(10);
    }
    Some(if is_negative { 0_i64.saturating_sub(value) } else { value })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
