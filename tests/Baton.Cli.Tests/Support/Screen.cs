using Baton.Cli.Output;
using Baton.TestKit;

namespace Baton.Cli.Tests.Support;

/// <summary>Runs a command line and keeps what it writes.</summary>
internal sealed class Screen(string folder)
{
    public static readonly Appearance Pipe = new(IsTerminal: false, HasColour: false, Columns: 0);
    public static readonly Appearance Colour = new(IsTerminal: true, HasColour: true, Columns: 100);
    public static readonly Appearance Plain = new(IsTerminal: true, HasColour: false, Columns: 100);

    public Appearance Show { get; init; } = Pipe;

    public ManualTime Time { get; } = new();

    public ScriptedOffline Offline { get; init; } = new();

    /// <summary>The variable <c>VEECLE_ORCHESTRATOR_SOCKET</c>.</summary>
    public string? OrchestratorSocket { get; init; }

    public Stream Output { get; init; } = new SharedBuffer();

    public Stream ErrorOutput { get; } = new SharedBuffer();

    public string Text => Output.ToString()!;

    public string Errors => ErrorOutput.ToString()!;

    public CommandContext Context => new(new Terminal(Output, ErrorOutput, Show, Show), Offline, Time, folder) { OrchestratorSocket = OrchestratorSocket };

    public Task<int> RunAsync(params string[] args) => Dispatcher.RunAsync(args, Context);
}
