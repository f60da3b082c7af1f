/** What editors and readers are told of study files: the JSON Schema and the page of all keys and measures. */
@org.jspecify.annotations.NullMarked
package dev.roilab.study.schema;
