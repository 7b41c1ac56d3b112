package io.hotupgrade.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The POM of a module as it would be published.
 */
final class StagedPom {

	private final Document document;

	private final XPath xpath = XPathFactory.newInstance().newXPath();

	private StagedPom(Document document) {
		this.document = document;
	}

	static StagedPom read(Path file) throws IOException {
		try {
			return new StagedPom(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()));
		}
		catch (ParserConfigurationException | SAXException ex) {
			throw new IOException(file + " cannot be read", ex);
		}
	}

	/**
	 * The texts of elements.
	 * @param path their path in XPath, without namespaces
	 * @return the texts, none if there is no such element
	 */
	List<String> texts(String path) {
		try {
			NodeList nodes = (NodeList) this.xpath.evaluate(path, this.document, XPathConstants.NODESET);
			return IntStream.range(0, nodes.getLength()).mapToObj((i) -> nodes.item(i).getTextContent()).toList();
		}
		catch (XPathExpressionException ex) {
			throw new IllegalArgumentException(path, ex);
		}
	}

}
