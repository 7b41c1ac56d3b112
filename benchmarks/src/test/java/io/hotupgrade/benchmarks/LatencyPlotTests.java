package io.hotupgrade.benchmarks;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.hotupgrade.loadmeter.Outcome;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import static org.assertj.core.api.Assertions.assertThat;

class LatencyPlotTests {

	@Test
	void plotIsWellFormedWhateverTheTitle() throws Exception {
		Document plot = parse(LatencyPlot.draw("a & b <\"c\"> ]]>", round()));
		assertThat(plot.getDocumentElement().getTagName()).isEqualTo("svg");
		assertThat(texts(plot)).contains("a & b <\"c\"> ]]>");
	}

	@Test
	void plotShowsMarksAndLosses() throws Exception {
		Document plot = parse(LatencyPlot.draw("title", round()));
		assertThat(texts(plot)).contains("trigger", "new version answers", "old one gone",
				"lost requests: 2 (bars: share)");
		assertThat(classes(plot, "rect")).containsExactly("background", "window", "lost");
	}

	@Test
	void curveIsBrokenWhereNothingWasAnswered() throws Exception {
		Document plot = parse(LatencyPlot.draw("title", round()));
		NodeList paths = plot.getElementsByTagName("path");
		assertThat(paths.getLength()).isEqualTo(2);
		String commands = ((Element) paths.item(0)).getAttribute("d");
		// Two slices one after the other, then a gap, then another one.
		assertThat(commands.replaceAll("[^ML]", "")).isEqualTo("MLM");
	}

	@Test
	void nothingAtAllIsDrawnToo() throws Exception {
		Document plot = parse(LatencyPlot.draw("title", new Requests().round(-1_000, 500, 1_000)));
		assertThat(texts(plot)).contains("no request lost").doesNotContain("new version answers");
		assertThat(plot.getElementsByTagName("path").getLength()).isZero();
	}

	@Test
	void coordinatesStayInside() throws Exception {
		Round extreme = new Requests().answer(-900, 0, "old").answer(900, 100_000, "new").round(-1_000, 5_000, 1_000);
		NodeList lines = parse(LatencyPlot.draw("title", extreme)).getElementsByTagName("line");
		for (int index = 0; index < lines.getLength(); index++) {
			Element line = (Element) lines.item(index);
			assertThat(Double.parseDouble(line.getAttribute("x2"))).isBetween(0.0, 960.0);
			assertThat(Double.parseDouble(line.getAttribute("y2"))).isBetween(0.0, 415.0);
		}
	}

	private static Round round() {
		return new Requests().answer(-400, 2, "old")
			.answer(-200, 3, "old")
			.lose(300, Outcome.CONNECT_REFUSED)
			.lose(301, Outcome.CONNECT_REFUSED)
			.answer(800, 20, "new")
			.round(-1_000, 250, 1_000);
	}

	private static Document parse(String svg) throws Exception {
		return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
	}

	private static List<String> texts(Document plot) {
		return elements(plot, "text").map(Element::getTextContent).toList();
	}

	private static List<String> classes(Document plot, String tag) {
		return elements(plot, tag).map((element) -> element.getAttribute("class")).toList();
	}

	private static Stream<Element> elements(Document plot, String tag) {
		NodeList nodes = plot.getElementsByTagName(tag);
		return IntStream.range(0, nodes.getLength()).mapToObj((index) -> (Element) nodes.item(index));
	}

}
