using System.Globalization;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Switching.Authentication;

namespace Tandem.Switching.Registration;

/// <summary>Writes the answers to REGISTER. One instance belongs to one shard.</summary>
internal sealed class RegisterResponse(EndpointAuthenticator authenticator)
{
    private readonly byte[] _date = new byte[29];
    private long _dateSecond = -1;

    /// <summary>A refusal: its status and neutral phrase.</summary>
    public RegisterOutcome Refuse(SipMessage request, in Flow flow, RegisterReason reason, ReadOnlySpan<byte> toTag, Span<byte> answer, out int length, int minExpires = 0)
    {
        var writer = Begin(request, flow, reason, toTag, answer);
        if (reason == RegisterReason.IntervalTooBrief) writer.Header("Min-Expires"u8, minExpires);
        length = writer.End();
        return new RegisterOutcome(reason);
    }

    /// <summary>A 401 with a challenge for each algorithm.</summary>
    public int Challenge(SipMessage request, in Flow flow, RegisterReason reason, ReadOnlySpan<byte> realm, long now, RegistrarSettings settings, ReadOnlySpan<byte> toTag, Span<byte> answer)
    {
        var writer = Begin(request, flow, reason, toTag, answer);
        var stale = reason is RegisterReason.StaleNonce or RegisterReason.ReplayedNonce;
        var algorithms = settings.AlgorithmsFor(request.First(HeaderName.UserAgent));
        authenticator.WriteChallenge(ref writer, algorithms, realm, flow.Remote, stale, now);
        return writer.End();
    }

    /// <summary>A 200 with every current binding (RFC 3261 §10.3 step 8).</summary>
    public int Accept(SipMessage request, in Flow flow, in EndpointContacts contacts, ReadOnlySpan<byte> path, long now, ReadOnlySpan<byte> toTag, Span<byte> answer)
    {
        var writer = Begin(request, flow, RegisterReason.Registered, toTag, answer);
        var outbound = false;
        for (var binding = contacts.First; binding is not null; binding = binding.Next)
        {
            WriteContact(ref writer, binding, now);
            outbound |= binding.RegId > 0;
        }
        if (!path.IsEmpty) writer.Header("Path"u8, path);
        writer.Header("Supported"u8, "path, outbound"u8);
        // RFC 5626 §6: a registrar that keeps the flow says so, or the phone falls back to one registration.
        if (outbound) writer.Header("Require"u8, "outbound"u8);
        WriteDate(ref writer, now);
        return writer.End();
    }

    private static ResponseWriter Begin(SipMessage request, in Flow flow, RegisterReason reason, ReadOnlySpan<byte> toTag, Span<byte> answer)
    {
        var how = RegisterReasons.AnswerOf(reason);
        return new ResponseWriter(answer, request, flow, how.Status, how.Phrase, toTag);
    }

    private static void WriteContact(ref ResponseWriter writer, Binding binding, long now)
    {
        writer.BeginHeader("Contact"u8);
        writer.Append("<"u8);
        writer.Append(binding.Contact);
        writer.Append(">;expires="u8);
        // Rounded up: a binding of which anything is left has at least a second.
        writer.Append((binding.ExpiresAt - now + 999) / 1000);
        if (binding.Q != 1000)
        {
            writer.Append(";q=0."u8);
            if (binding.Q < 100) writer.Append("0"u8);
            if (binding.Q < 10) writer.Append("0"u8);
            writer.Append(binding.Q);
        }
        if (!binding.Instance.IsEmpty)
        {
            writer.Append(";+sip.instance="u8);
            writer.AppendQuoted(binding.Instance);
        }
        if (binding.RegId > 0)
        {
            writer.Append(";reg-id="u8);
            writer.Append(binding.RegId);
        }
        writer.EndHeader();
    }

    // RFC 3261 §20.17, as phones without a clock of their own set theirs by it. Printed once a second.
    private void WriteDate(ref ResponseWriter writer, long now)
    {
        var second = now / 1000;
        if (second != _dateSecond)
        {
            DateTimeOffset.FromUnixTimeSeconds(second).TryFormat(_date, out _, "R", CultureInfo.InvariantCulture);
            _dateSecond = second;
        }
        writer.Header("Date"u8, _date);
    }
}
