package io.hotupgrade.benchmarks;

import java.util.Locale;

/**
 * Writes an SVG document, element by element. Not thread-safe.
 */
final class SvgWriter {

	private final StringBuilder text = new StringBuilder();

	/**
	 * Begins a document.
	 * @param title what a screen reader says
	 * @param style a style sheet, which may not contain the end of a CDATA section
	 */
	SvgWriter(int width, int height, String title, String style) {
		this.text.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">\n"
			.formatted(width, height));
		this.text.append("<title>").append(escaped(title)).append("</title>\n");
		this.text.append("<style><![CDATA[\n").append(style).append("]]></style>\n");
		this.text.append("<rect class=\"background\" width=\"100%\" height=\"100%\"/>\n");
	}

	void rectangle(String cssClass, double x, double y, double width, double height) {
		this.text.append("<rect class=\"").append(escaped(cssClass)).append('"');
		attribute("x", x);
		attribute("y", y);
		attribute("width", width);
		attribute("height", height);
		this.text.append("/>\n");
	}

	void line(String cssClass, double fromX, double fromY, double toX, double toY) {
		this.text.append("<line class=\"").append(escaped(cssClass)).append('"');
		attribute("x1", fromX);
		attribute("y1", fromY);
		attribute("x2", toX);
		attribute("y2", toY);
		this.text.append("/>\n");
	}

	/** Draws a path of drawing commands, such as {@code M1 2L3 4}. */
	void path(String cssClass, String commands) {
		this.text.append("<path class=\"").append(escaped(cssClass)).append("\" d=\"");
		this.text.append(escaped(commands)).append("\"/>\n");
	}

	void text(String cssClass, double x, double y, String content) {
		this.text.append("<text class=\"").append(escaped(cssClass)).append('"');
		attribute("x", x);
		attribute("y", y);
		this.text.append('>').append(escaped(content)).append("</text>\n");
	}

	/** Ends the document. */
	String end() {
		return this.text + "</svg>\n";
	}

	/** A coordinate to a tenth of a unit. */
	static String number(double value) {
		return String.format(Locale.ROOT, "%.1f", value);
	}

	private void attribute(String name, double value) {
		this.text.append(' ').append(name).append("=\"").append(number(value)).append('"');
	}

	private static String escaped(String raw) {
		return raw.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
	}

}
