using Baton.Control.Access;
using Baton.Core;
using Baton.Core.Notices;
using Baton.Daemon.Manifests;
using Baton.Daemon.Startup;

namespace Baton.Daemon.Access;

/// <summary>
/// Whom the API answers now. Tokens, hosts and origins follow the manifest at each reload; where it listens stays as it was when this daemon began.
/// </summary>
internal sealed class AccessInForce
{
    private readonly IReadOnlyList<string>? _asked;
    private readonly NoticeBoard _notices;
    private readonly string? _token = Environment.GetEnvironmentVariable(AccessReading.Variable);
    private readonly string? _port = Environment.GetEnvironmentVariable(ListenChoice.Variable);
    private volatile AccessRules _rules;

    private AccessInForce(IReadOnlyList<string>? asked, ManifestReading manifest, NoticeBoard notices, bool isGoingOn)
    {
        (_asked, _notices) = (asked, notices);
        var choice = ChoiceOf(manifest);
        Listen = isGoingOn ? choice with { IsRequested = false } : choice;
        try
        {
            _rules = AccessReading.Of(manifest, _token);
        }
        catch (BatonException e) when (isGoingOn)
        {
            // Its services run, so it goes on; but without its tokens it lets nobody in who would need one.
            _rules = AccessRules.Default with { Tokens = TokenSet.Closed };
            Tell(e);
        }
    }

    /// <summary>Where it listens.</summary>
    public ListenChoice Listen { get; }

    /// <summary>Whom it answers.</summary>
    public AccessRules Rules => _rules;

    /// <summary>Begins with a manifest.</summary>
    /// <param name="asked">Values of <c>--listen</c>.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="notices">Told what is wrong later.</param>
    /// <param name="isGoingOn">In place of a dead daemon: what cannot be had is told, and is no reason to end.</param>
    /// <exception cref="BatonException">What it says cannot be used.</exception>
    public static AccessInForce Begin(IReadOnlyList<string>? asked, ManifestReading manifest, NoticeBoard notices, bool isGoingOn) => new(asked, manifest, notices, isGoingOn);

    /// <summary>What people should know of a manifest before it is put in force.</summary>
    /// <exception cref="BatonException">It cannot be put in force here.</exception>
    public IReadOnlyList<string> Check(ManifestReading next)
    {
        var rules = AccessReading.Of(next, _token);
        var choice = ChoiceOf(next);
        if (rules.Tokens.IsEmpty && (choice.Open ?? Listen.Open) is { } open)
            throw new BatonException(ErrorCode.InvalidManifest, $"cannot do without a token: the API listens on {open}, which others than this machine can reach; set token_file in [api], or begin anew with another listen");
        return choice.Addresses.SequenceEqual(Listen.Addresses)
            ? []
            : [$"the API goes on listening where it does: \"listen\" in [api] holds from the next daemon on; \"baton upgrade\" begins one without touching services"];
    }

    /// <summary>Lets a manifest hold that is in force by now.</summary>
    public void Follow(ManifestReading next)
    {
        try
        {
            _rules = AccessReading.Of(next, _token);
        }
        catch (BatonException e)
        {
            // It was good a moment ago. What it says is not known, so nobody is let in who would need a token, rather than everybody.
            _rules = AccessRules.Default with { Tokens = TokenSet.Closed };
            Tell(e);
        }
    }

    private ListenChoice ChoiceOf(ManifestReading manifest) => ListenChoice.Of(_asked, _port, manifest.Manifest.Project.Api.Listen);

    private void Tell(BatonException e) => _notices.Publish("daemon", "degraded", cause: null, e.Message);
}
