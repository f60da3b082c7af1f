package dev.roilab.data.voc;

import dev.roilab.yaml.Position;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of an annotation file. Entities are refused, and document types that declare any: an annotation needs
 * neither, and they can read other files or grow without bound.
 *
 * @param name in lower case: programs write {@code <Object>} and {@code <BndBox>} too; without a namespace
 * @param text directly inside the element, trimmed
 * @param attributes by their names, which are as the elements'
 * @param line where the element starts, from 1
 */
record XmlElement(
        String name, String text, List<XmlElement> children, Map<String, String> attributes, int line, int column) {
    private static final int MOST_DEPTH = 50;

    /** A document type that only names one. */
    private static final Pattern PLAIN_TYPE = Pattern.compile("<!DOCTYPE[^\\[>]*>");

    /**
     * The root element.
     *
     * @param document without a declaration of its encoding: it has been read
     * @throws XMLStreamException with the place of the mistake
     */
    static XmlElement parse(String document) throws XMLStreamException {
        Matcher type = PLAIN_TYPE.matcher(document);
        String text = type.find()
                ? document.substring(0, type.start())
                        + type.group().replaceAll("[^\\r\\n]", " ")
                        + document.substring(type.end())
                : document;
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
        try {
            while (reader.next() != XMLStreamConstants.START_ELEMENT) {
                if (reader.getEventType() == XMLStreamConstants.DTD) {
                    throw new XMLStreamException(
                            "a document type that declares something is not allowed; remove it", reader.getLocation());
                }
            }
            XmlElement root = element(reader, 0);
            while (reader.hasNext()) {
                reader.next();
            }
            return root;
        } finally {
            reader.close();
        }
    }

    private static XmlElement element(XMLStreamReader reader, int depth) throws XMLStreamException {
        Location location = reader.getLocation();
        if (depth > MOST_DEPTH) {
            throw new XMLStreamException("elements are nested more than " + MOST_DEPTH + " deep", location);
        }
        String name = reader.getLocalName().toLowerCase(Locale.ROOT);
        Map<String, String> attributes = attributes(reader);
        StringBuilder text = new StringBuilder();
        List<XmlElement> children = new ArrayList<>();
        while (reader.next() != XMLStreamConstants.END_ELEMENT) {
            switch (reader.getEventType()) {
                case XMLStreamConstants.START_ELEMENT -> children.add(element(reader, depth + 1));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                case XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new XMLStreamException(
                            "an entity is not allowed; write what it stands for", reader.getLocation());
                default -> {
                    // Comments and processing instructions say nothing about the objects.
                }
            }
        }
        return new XmlElement(
                name,
                text.toString().strip(),
                children,
                attributes,
                location.getLineNumber(),
                location.getColumnNumber());
    }

    private static Map<String, String> attributes(XMLStreamReader reader) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(
                    reader.getAttributeLocalName(i).toLowerCase(Locale.ROOT),
                    reader.getAttributeValue(i).strip());
        }
        return attributes;
    }

    /** @param file that the element stands in */
    Position in(String file) {
        return new Position(file, line, column);
    }

    List<XmlElement> children(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).toList();
    }

    Optional<XmlElement> child(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).findFirst();
    }

    /** The text of a child; empty if there is no such child or it is blank. */
    Optional<String> text(String childName) {
        return child(childName).map(XmlElement::text).filter(value -> !value.isEmpty());
    }
}
