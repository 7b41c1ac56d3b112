package io.hotupgrade.internal.process;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SidePort}.
 */
class SidePortTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=5005              | 5005
			-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=*:5005            | 5005
			-agentlib:jdwp=address=localhost:5005,server=y,transport=dt_socket              | 5005
			-agentlib:jdwp=transport=dt_socket,server=y,address=[::1]:5005                  | 5005
			-Xrunjdwp:transport=dt_socket,server=y,address=8000                             | 8000
			-agentpath:/opt/jdk/lib/libjdwp.so=transport=dt_socket,server=y,address=8000    | 8000
			-agentlib:jdwp=transport=dt_socket,server=y,suspend=n                           |
			-agentlib:jdwp=transport=dt_socket,server=y,address=0                           |
			-agentlib:jdwp=transport=dt_socket,server=y,address=*:0                         |
			-agentlib:jdwp=transport=dt_socket,server=n,address=ide:5005                    |
			-agentlib:jdwp=transport=dt_socket,address=ide:5005                             |
			-agentlib:other=server=y,address=5005                                           |
			-Dcom.sun.management.jmxremote.port=9010                                        | 9010
			-Dcom.sun.management.jmxremote.port=0                                           |
			-Dcom.sun.management.jmxremote.port=9010 -Dcom.sun.management.jmxremote.port=0  |
			-Dcom.sun.management.jmxremote.port=0 -Dcom.sun.management.jmxremote.port=9010  | 9010
			-Dcom.sun.management.jmxremote.ssl=false                                        |
			-Xmx1g -Dx=y                                                                    |
			""")
	void findFindsFixedPorts(String arguments, String port) {
		List<String> list = Arrays.asList(arguments.split(" "));
		assertThat(SidePort.find(list).map(SidePort::port)).isEqualTo(Optional.ofNullable(port));
	}

}
