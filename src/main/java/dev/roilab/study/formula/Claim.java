package dev.roilab.study.formula;

import java.util.Map;
import java.util.Optional;

/**
 * Something that a study is expected to show, such as {@code ap75(align) - ap75(pool) >= 2 points}; see
 * {@link ClaimFormula} for what can be said.
 *
 * @param where label by varied path: the claim is about these arms only
 * @param source who says so
 */
public record Claim(String that, Optional<Map<String, String>> where, Optional<String> source) {}
