using System.Net;
using System.Net.Sockets;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>The real program beside a control socket that is not Baton's.</summary>
public sealed class RuntimeSocketTests
{
    [Fact]
    public async Task The_variable_of_the_earlier_client_and_the_option_before_the_command_name_the_server()
    {
        using var folder = new TemporaryFolder();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = listener.LocalEndpoint.ToString()!;
        var serving = AnswerAsync(listener, "{\"Ok\":\"0.1.0\"}\n", "{\"Ok\":{\"runtimes\":{},\"links\":{}}}\n");

        var byVariable = await RunningProgram.RunAsync(TestPrograms.Baton, ["version"], folder.Path, [$"VEECLE_ORCHESTRATOR_SOCKET={address}"]);
        var byOption = await RunningProgram.RunAsync(TestPrograms.Baton, ["--socket", address, "runtime", "list"], folder.Path, ["VEECLE_ORCHESTRATOR_SOCKET=/nowhere"]);

        Assert.Equal((0, "server version: 0.1.0\n", ""), byVariable);
        Assert.Equal((0, "┌────┬────────┬─────────┐\n│ Id ┆ Binary ┆ Running │\n╞════╪════════╪═════════╡\n└────┴────────┴─────────┘\n", ""), byOption);
        Assert.Equal(["\"Version\"", "\"Info\""], await Eventually.ReturnsAsync(serving, "both are answered"));
    }

    private static async Task<IReadOnlyList<string?>> AnswerAsync(TcpListener listener, params string[] answers)
    {
        var lines = new List<string?>();
        foreach (var answer in answers)
        {
            using var client = await listener.AcceptTcpClientAsync();
            using var reader = new StreamReader(client.GetStream());
            lines.Add(await reader.ReadLineAsync());
            await using var writer = new StreamWriter(client.GetStream());
            await writer.WriteAsync(answer);
        }

        return lines;
    }
}
