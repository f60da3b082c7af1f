package dev.roilab.yaml;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The record that a block of a sealed interface is where it has no {@code type}. It is written without one, so that a
 * block which had but one kind stays the same setting when it gets a second.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Usual {
    /** One of the interface's records. */
    Class<? extends Record> value();
}
