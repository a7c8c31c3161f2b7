using Baton.Cli.Parsing;
using Baton.Cli.View;

namespace Baton.Cli.Commands;

/// <summary><c>baton up</c>: be the daemon and show what it does, or begin one in the background.</summary>
internal static class UpCommand
{
    public static readonly OptionShape Config = new("--config", "The manifest; else it is looked for in the folder", "FILE");
    public static readonly OptionShape BaseDirectory = new("--base-dir", "What relative paths in the manifest are relative to", "DIR");
    public static readonly OptionShape Services = new("--services", "Only these services or groups and what they need; takes all words up to the next option", "NAME...") { TakesMany = true };
    public static readonly OptionShape Testing = new("--testing", "Run the testing_command of services that have one");
    private static readonly OptionShape State = new("--state", "State directory; else .baton beside the manifest", "DIR");
    private static readonly OptionShape Listen = new("--listen", "TCP address of the API (default 127.0.0.1:8003), or none; may be given again for more", "HOST:PORT") { IsRepeatable = true };
    private static readonly OptionShape Detach = new("--detach", "Run in the background; return when the daemon answers", Letter: 'd');
    private static readonly OptionShape LogFormat = new("--log-format", "Form of Baton's own log and of what this prints: text or json (default $BATON_LOG_FORMAT)", "FORM");
    private static readonly OptionShape Empty = new("--empty", "Run without a manifest");
    private static readonly OptionShape ControlSocket = new("--control-socket", "Control of instances: a path with /, or HOST:PORT (default $VEECLE_ORCHESTRATOR_SOCKET)", "ADDR");
    private static readonly OptionShape IpcSocket = new("--ipc-socket", "UDP address for links to other orchestrators, HOST:PORT", "ADDR");
    private static readonly OptionShape TelemetrySocket = new("--telemetry-socket", "TCP server for what instances measure, HOST:PORT (default $VEECLE_TELEMETRY_SOCKET)", "ADDR");
    private static readonly OptionShape Peer = new("--peer", "Take datagrams of this other orchestrator; may be given again for more", "ADDR") { IsRepeatable = true };
    private static readonly OptionShape InsecureControl = new("--insecure-control", "Let other machines reach a --control-socket on TCP, where anybody may do everything");

    public static readonly CommandShape Shape = new("up", "Run the services of a manifest, and show what they write", RunAsync)
    {
        Operands = "[FOLDER]",
        MaxOperands = 1,
        Details = "Ctrl+C stops everything orderly; a second one kills it. When the service of the manifest's exit_when\nhas ended, everything is stopped and the exit code is that service's.",
        Options = [Config, BaseDirectory, Services, Testing, State, Listen, Detach, LogFormat, Empty, ControlSocket, IpcSocket, TelemetrySocket, Peer, InsecureControl],
    };

    private static Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        var options = new UpOptions(
            line.Operand, line.Value(Config), line.Value(BaseDirectory), line.Value(State), line.Values(Listen), line.Has(Empty),
            line.Values(Services), line.Has(Testing))
        {
            IsLogJson = WantsJsonLog(line),
            ControlSocket = line.Value(ControlSocket) ?? Variable("VEECLE_ORCHESTRATOR_SOCKET"),
            IpcSocket = line.Value(IpcSocket),
            TelemetrySocket = line.Value(TelemetrySocket) ?? Variable("VEECLE_TELEMETRY_SOCKET"),
            Peers = line.Values(Peer),
            IsControlInsecure = line.Has(InsecureControl),
        };
        if (options is { Empty: true, Config: not null }) throw CommandException.Usage("name a manifest with --config or say --empty, not both");
        if (options is { Empty: true, Services.Count: > 0 }) throw CommandException.Usage("choose services of a manifest with --services or say --empty, not both");
        return line.Has(Detach) ? DetachAsync(context, options) : ForegroundAsync(context, options);
    }

    /// <summary>An empty one is not set.</summary>
    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static bool WantsJsonLog(ParsedLine line)
    {
        var (form, from) = line.Value(LogFormat) is { } said ? (said, "--log-format") : (Environment.GetEnvironmentVariable("BATON_LOG_FORMAT"), "the variable BATON_LOG_FORMAT");
        return form switch
        {
            "json" => true,
            "text" or "" or null => false,
            _ => throw CommandException.Usage($"{from} must be text or json, not \"{form}\""),
        };
    }

    private static async Task<int> DetachAsync(CommandContext context, UpOptions options)
    {
        using var signals = new StopSignals();
        var ready = await context.Offline.StartDetachedAsync(options, signals.Stop);
        foreach (var sentence in ready.Degraded ?? []) context.Terminal.WriteError($"baton: warning: {sentence}\n");
        context.Terminal.Write(string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"baton runs in the background (pid {ready.Pid}, {ready.StateDirectory})\n"));
        // Port 0 means one that only the daemon knows.
        foreach (var address in ready.Addresses) context.Terminal.Write($"its API listens on {address}\n");
        return ExitCodes.Done;
    }

    private static async Task<int> ForegroundAsync(CommandContext context, UpOptions options)
    {
        using var signals = new StopSignals();
        LiveView? view = null;
        try
        {
            return await context.Offline.RunDaemonAsync(
                options, Show, signals.Stop, signals.Kill);
        }
        finally
        {
            if (view is not null) await view.DisposeAsync();
        }

        void Show(DaemonReady ready)
        {
            view = LiveView.Start(context, ready.SocketPath, options.IsLogJson, signals.Stop);
            ready.HoldEnd?.Invoke(view.Attached);
        }
    }
}
