package io.hotupgrade.autoconfigure.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of Spring Boot that are the same for all servers, each with a value that
 * is not the default.
 */
final class ServerProperties {

	static final List<String> COMMON = List.of("server.compression.enabled=true",
			"server.compression.excluded-user-agents=old", "server.compression.mime-types=text/mine",
			"server.compression.min-response-size=77B", "server.max-http-request-header-size=10KB",
			"server.server-header=mine", "server.http2.enabled=true", "server.forward-headers-strategy=native",
			"server.servlet.application-display-name=mine", "server.servlet.context-parameters.mine=one",
			"server.servlet.session.cookie.domain=example.org", "server.servlet.session.cookie.http-only=false",
			"server.servlet.session.cookie.max-age=5m", "server.servlet.session.cookie.name=mine",
			"server.servlet.session.cookie.partitioned=true", "server.servlet.session.cookie.path=/mine",
			"server.servlet.session.cookie.same-site=strict", "server.servlet.session.cookie.secure=true",
			"server.servlet.session.persistent=true", "server.servlet.session.timeout=9m",
			"server.servlet.session.tracking-modes=cookie");

	/** With a key store in place of a bundle. */
	static final List<String> TLS = List.of("server.ssl.enabled=true", "server.ssl.key-alias=test",
			"server.ssl.key-store-type=PKCS12", "server.ssl.key-store-provider=SUN", "server.ssl.protocol=TLS",
			"server.ssl.client-auth=want", "server.ssl.enabled-protocols=TLSv1.2",
			"server.ssl.ciphers=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
			"server.ssl.trust-store-type=PKCS12", "server.ssl.trust-store-provider=SUN");

	/** What is tried elsewhere, or cannot make a difference. */
	static final Set<String> ELSEWHERE = Set.of(
			// Set by each test, or by one of its own.
			"server.port", "server.address", "server.servlet.context-path", "server.shutdown",
			"server.servlet.session.store-dir", "server.ssl.bundle", "server.ssl.key-store",
			"server.ssl.key-store-password", "server.ssl.key-password", "server.ssl.trust-store",
			"server.ssl.trust-store-password",
			// Other ways to say what a bundle says: Spring Boot makes one of them.
			"server.ssl.certificate", "server.ssl.certificate-private-key", "server.ssl.trust-certificate",
			"server.ssl.trust-certificate-private-key", "server.ssl.server-name-bundles",
			// Servlets and filters that Spring Boot adds, and what is about another
			// library.
			"server.servlet.jsp.class-name", "server.servlet.jsp.init-parameters", "server.servlet.jsp.registered",
			"server.servlet.register-default-servlet", "server.servlet.encoding.charset",
			"server.servlet.encoding.enabled", "server.servlet.encoding.force", "server.servlet.encoding.force-request",
			"server.servlet.encoding.force-response", "server.servlet.encoding.mapping", "server.error.path",
			"server.error.include-binding-errors", "server.error.include-exception", "server.error.include-message",
			"server.error.include-path", "server.error.include-stacktrace", "server.error.whitelabel.enabled");

	private ServerProperties() {
	}

	/**
	 * Those that Spring Boot's metadata has, but for what other servers need.
	 * @param server the server's name in properties
	 * @return names of the settings that are not deprecated
	 */
	static Set<String> of(String server) throws IOException {
		Set<String> names = new TreeSet<>();
		String metadata = "META-INF/spring-configuration-metadata.json";
		Pattern others = Pattern
			.compile("server\\.(?!" + server + "(\\.|$))(jetty|netty|reactive|tomcat|undertow)(\\..*)?");
		Pattern property = Pattern.compile("\\{[^{}]*\"name\": \"(server\\.[a-z0-9.-]+)\"[^{}]*\\}");
		for (URL file : Collections.list(ServerProperties.class.getClassLoader().getResources(metadata))) {
			try (InputStream in = file.openStream()) {
				Matcher found = property.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
				while (found.find()) {
					String text = found.group();
					if (text.contains("\"type\"") && !text.contains("\"sourceMethod\"")
							&& !text.contains("\"deprecated\"")) {
						names.add(found.group(1));
					}
				}
			}
		}
		names.removeIf((name) -> others.matcher(name).matches());
		Set<String> groups = new TreeSet<>(names);
		groups.removeIf((group) -> names.stream().noneMatch((name) -> name.startsWith(group + ".")));
		names.removeAll(groups);
		return names;
	}

}
