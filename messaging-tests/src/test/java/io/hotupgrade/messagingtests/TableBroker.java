package io.hotupgrade.messagingtests;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import io.hotupgrade.loadmeter.process.FreePort;
import org.h2.tools.RunScript;
import org.h2.tools.Server;
import org.quartz.impl.jdbcjobstore.StdJDBCDelegate;

/**
 * A table of a database, from which the application takes numbers that are not taken. The
 * database is H2, in this JVM.
 */
final class TableBroker implements Broker {

	private final String profile;

	private final String url;

	private final Server server;

	private final Connection connection;

	private final PreparedStatement insert;

	/**
	 * Starts a database.
	 * @param profile the profile of the application that takes numbers from the table
	 */
	TableBroker(String profile) throws SQLException {
		this.profile = profile;
		int port = FreePort.find();
		this.server = Server.createTcpServer("-tcpPort", Integer.toString(port), "-ifNotExists").start();
		this.url = "jdbc:h2:tcp://127.0.0.1:" + port + "/mem:numbers-" + port + ";DB_CLOSE_DELAY=-1";
		this.connection = DriverManager.getConnection(this.url);
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("create table numbers (number bigint primary key, taken boolean default false)");
			// As ShedLock's documentation has it.
			statement.execute("create table shedlock (name varchar(64) primary key, lock_until timestamp not null, "
					+ "locked_at timestamp not null, locked_by varchar(255) not null)");
		}
		this.insert = this.connection.prepareStatement("insert into numbers (number) values (?)");
	}

	/**
	 * Starts a database with what Quartz needs to keep its triggers there.
	 */
	static TableBroker forQuartz() throws SQLException, IOException {
		TableBroker database = new TableBroker("quartz-jdbc");
		try (Reader script = new InputStreamReader(StdJDBCDelegate.class.getResourceAsStream("tables_h2.sql"),
				StandardCharsets.UTF_8)) {
			RunScript.execute(database.connection, script);
		}
		return database;
	}

	@Override
	public String profile() {
		return this.profile;
	}

	@Override
	public List<String> arguments() {
		return List.of("--spring.datasource.url=" + this.url);
	}

	@Override
	public void send(long number) throws SQLException {
		this.insert.setLong(1, number);
		this.insert.executeUpdate();
	}

	@Override
	public void close() {
		this.server.stop();
	}

}
