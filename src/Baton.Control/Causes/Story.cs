using Baton.Core.Notices;

namespace Baton.Control.Causes;

/// <summary>How far back a telling goes. A story begins with what a person asked for, or with the run before.</summary>
internal static class Story
{
    /// <summary>Whether the newest stories are complete in these facts of a service.</summary>
    /// <param name="own">The newest first.</param>
    /// <param name="isLive">It has a run now, so that the first start found is the present one's.</param>
    /// <param name="stories">How many are told.</param>
    public static bool IsEnough(IReadOnlyList<Notice> own, bool isLive, int stories)
    {
        var (starts, ended) = (isLive ? 0 : 1, 0);
        foreach (var notice in own)
        {
            // A service that was started because it was asked for has no story before that.
            if (IsRequest(notice)) ended++;
            else if (notice.What == "starting" && starts++ > 0) ended++;
            if (ended >= stories) return true;
        }

        return false;
    }

    /// <summary>Somebody wanted it.</summary>
    public static bool IsRequest(Notice notice) => notice.What is "start_requested" or "stop_requested" or "kill_requested"
        || (notice is { What: "restart_requested", Detail: { } detail } && detail.StartsWith("by ", StringComparison.Ordinal));
}
