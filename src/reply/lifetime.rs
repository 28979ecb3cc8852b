/// The lifetime that a text gives, in whole seconds of at least 1. JSON writers that know only floating-point numbers
/// write 30 days as `2592000.0` or `2.592E6`. A lifetime of more than 136 years counts as `u32::MAX`.
///
/// Not by `parse::<f64>`, which would add several KB to the module.
pub fn parse(text: &str) -> Option<u32> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    if whole.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // How many digits are before the point.
    let point = i64::try_from(whole.len()).ok()?.checked_add(exponent.parse().ok()?)?;
    let significant = digits.trim_end_matches('0');
    if i64::try_from(significant.len()).ok()? > point {
        return None; // There is a fraction.
    }
    let mut value: u32 = 0;
    for byte in significant.bytes() {
        value = value.saturating_mul(10).saturating_add(byte.wrapping_sub(b'0').into());
    }
    let zeros = point.saturating_sub(i64::try_from(significant.len()).ok()?);
    // Ten zeros exceed any value that is not zero.
    for _ in 0..zeros.min(10) {
        value = value.saturating_mul(10);
    }
    (value > 0).then_some(value)
}
