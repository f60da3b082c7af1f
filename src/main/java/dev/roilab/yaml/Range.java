package dev.roilab.yaml;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which numbers a record's component takes: of an {@link java.util.Optional} its value, of a list each of its elements.
 * Said here, it is heeded by {@link Ranges}, which the record's constructor asks, and by {@link RecordSchema}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
    /** The least number. */
    double min() default Double.NEGATIVE_INFINITY;

    /** The greatest number. */
    double max() default Double.POSITIVE_INFINITY;

    /** What all numbers are greater than. */
    double above() default Double.NEGATIVE_INFINITY;

    /** What all numbers are less than. */
    double below() default Double.POSITIVE_INFINITY;

    /** The only numbers; empty: all within the bounds. */
    int[] among() default {};

    /** What is counted, for messages. */
    String unit() default "";
}
