using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Baton.Control.Mapping;
using Baton.Supervision.Services;

namespace Baton.Control.Lists;

/// <summary>
/// One list of services as JSON. A view never changes, and there is another one after each change: so what was written of a view is
/// written, and a page of the same views is the same page. Safe to use from all threads.
/// </summary>
/// <param name="write">Writes one service.</param>
/// <param name="frame">What stands before and behind the services of a page.</param>
internal sealed class ServiceList(Action<Utf8JsonWriter, ServiceView> write, Func<(int Count, string? Next), (string Before, string Behind)> frame)
{
    /// <summary>How many pages are kept: those of a few readers with their own limits.</summary>
    private const int KeptPages = 4;

    // Numbers of another daemon must not be taken for those of this one.
    private readonly string _own = Guid.NewGuid().ToString("N")[..12];
    private readonly ConditionalWeakTable<ServiceView, byte[]> _written = [];
    private volatile Kept[] _kept = [];
    private long _number;

    /// <summary>All of them.</summary>
    public WrittenPage Page(IReadOnlyList<ServiceView> services) => Page(services, 0, services.Count, next: null);

    /// <summary>Some of them, in order.</summary>
    /// <param name="services">Services, as they are now.</param>
    /// <param name="start">The first that is wanted.</param>
    /// <param name="count">How many.</param>
    /// <param name="next">Cursor of the next page; null on the last.</param>
    public WrittenPage Page(IReadOnlyList<ServiceView> services, int start, int count, string? next)
    {
        var kept = _kept;
        foreach (var page in kept)
        {
            if (page.Next == next && IsOf(page.Views, services, start, count)) return page.Page;
        }

        var views = new ServiceView[count];
        for (var i = 0; i < count; i++) views[i] = services[start + i];
        var written = new WrittenPage(Write(views, next), string.Create(CultureInfo.InvariantCulture, $"\"{_own}-{Interlocked.Increment(ref _number)}\""));
        // Of two that write at once one is forgotten, which costs no more than to write it again.
        _kept = [new Kept(views, next, written), .. kept.Where(page => !IsReplaced(page, views)).Take(KeptPages - 1)];
        return written;
    }

    private static bool IsOf(ServiceView[] views, IReadOnlyList<ServiceView> services, int start, int count)
    {
        if (views.Length != count) return false;
        for (var i = 0; i < count; i++)
        {
            if (!ReferenceEquals(views[i], services[start + i])) return false;
        }

        return true;
    }

    /// <summary>The same page as it was before.</summary>
    private static bool IsReplaced(Kept page, ServiceView[] views) =>
        page.Views.Length == views.Length && (views.Length == 0 || page.Views[0].Name == views[0].Name);

    private byte[] Write(ServiceView[] views, string? next)
    {
        var (before, behind) = frame((views.Length, next));
        var body = new ArrayBufferWriter<byte>(64 + (views.Length * 512));
        Encoding.ASCII.GetBytes(before, body);
        for (var i = 0; i < views.Length; i++)
        {
            if (i > 0) body.Write(","u8);
            body.Write(_written.GetValue(views[i], WriteOne));
        }

        Encoding.ASCII.GetBytes(behind, body);
        return body.WrittenSpan.ToArray();
    }

    private byte[] WriteOne(ServiceView view)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(body, Answer.Writing)) write(writer, view);
        return body.WrittenSpan.ToArray();
    }

    private sealed record Kept(ServiceView[] Views, string? Next, WrittenPage Page);
}
