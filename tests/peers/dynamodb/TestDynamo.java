import com.amazonaws.services.dynamodbv2.local.monitoring.Telemetry;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import java.net.InetSocketAddress;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;

/**
 * DynamoDB Local on loopback; its own main() listens on every interface. Arguments: FOLDER PORT; FOLDER "-" keeps all in
 * memory, port 0 is any free one. Prints "PORT n" once it listens. Ends when its standard input ends: with whoever
 * started it, however that one ended.
 */
public final class TestDynamo {
    public static void main(String[] arguments) throws Exception {
        boolean inMemory = arguments[0].equals("-");
        Telemetry.configureTelemetry("", "", false);
        LocalDynamoDBRequestHandler requests =
            new LocalDynamoDBRequestHandler(0, inMemory, inMemory ? null : arguments[0], true, false);
        Server server = new Server(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[1])));
        server.setHandler(new ContextHandler(new LocalDynamoDBServerHandler(requests, null), "/"));
        server.start();
        System.out.println("PORT " + ((ServerConnector) server.getConnectors()[0]).getLocalPort());
        System.out.flush();
        while (System.in.read() >= 0) {
        }
        server.stop();
        requests.shutdown();
        System.exit(0);
    }
}
