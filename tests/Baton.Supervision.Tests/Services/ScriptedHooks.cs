using Baton.Supervision.Hooks;

namespace Baton.Supervision.Tests.Services;

/// <summary>Hooks that a test ends by hand.</summary>
internal sealed class ScriptedHooks : IHooks
{
    private readonly List<Live> _begun = [];

    /// <summary>What was begun, in order: the program, or nothing where only remains are ended.</summary>
    public IEnumerable<string> Begun => _begun.Select(hook => hook.Word);

    /// <summary>The newest.</summary>
    public HookOrder Order => _begun[^1].Order;

    /// <summary>The newest was asked to end.</summary>
    public bool IsAsked => _begun[^1].IsAsked;

    /// <summary>The newest was killed.</summary>
    public bool IsKilled => _begun[^1].IsKilled;

    public IHook Begin(HookOrder order, Action<HookOutcome> ended)
    {
        Assert.True(_begun.TrueForAll(hook => hook.IsOver), "two hooks at once");
        _begun.Add(new Live(order, ended));
        return _begun[^1];
    }

    /// <summary>Nobody waits for the newest any more.</summary>
    public void Orphan() => _begun[^1].IsOver = true;

    /// <summary>Ends the newest.</summary>
    public void End(string? problem = null, string lastWords = "") => _begun[^1].End(problem, lastWords);

    private sealed class Live(HookOrder order, Action<HookOutcome> ended) : IHook
    {
        public HookOrder Order => order;

        public string Word => order.What?.Command[0] ?? "nothing";

        public bool IsAsked { get; private set; }

        public bool IsKilled { get; private set; }

        public bool IsOver { get; set; }

        public void Terminate() => IsAsked = true;

        public void Kill() => IsKilled = true;

        public void End(string? problem, string lastWords)
        {
            IsOver = true;
            ended(new HookOutcome(problem, TimeSpan.FromSeconds(1), lastWords));
        }
    }
}
